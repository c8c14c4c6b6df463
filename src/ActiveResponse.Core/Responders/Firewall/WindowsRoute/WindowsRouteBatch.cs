using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>Carries a batch out, route by route, and believes the table and not the exit codes, which differ between versions of
/// Windows.</summary>
internal sealed class WindowsRouteBatch(WindowsRouteProgram program, DistinctBatch batch)
{
    private readonly Dictionary<AddressPrefix, CommandResult> _runs = [];
    private CommandResult? _end;

    /// <exception cref="FirewallRunException">route can't tell what is there.</exception>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var before = (await program.ListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet();
        foreach (var address in batch.Adds.Where(address => !before.Contains(address)))
        {
            await RunAsync(address, program.AddAsync, cancellationToken).ConfigureAwait(false);
        }

        foreach (var address in batch.Removes.Where(before.Contains))
        {
            await RunAsync(address, program.DeleteAsync, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            Answer(before, _runs.Count == 0 ? before : (await program.ListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet());
        }
        catch (FirewallRunException e)
        {
            batch.AnswerAll(ResponderResult.Failed(e.Message, mayBeInPlace: true));
        }
    }

    private void Answer(HashSet<AddressPrefix> before, HashSet<AddressPrefix> after)
    {
        foreach (var address in batch.Adds)
        {
            batch.Set(
                address,
                !after.Contains(address) ? Failure(address)
                    : before.Contains(address) ? ResponderResult.AlreadyApplied($"{address} was routed to nowhere before")
                    : ResponderResult.Applied()
            );
        }

        foreach (var address in batch.Removes)
        {
            batch.Set(
                address,
                after.Contains(address) ? Failure(address)
                    : before.Contains(address) ? ResponderResult.Lifted()
                    : ResponderResult.AlreadyLifted($"{address} wasn't routed to nowhere")
            );
        }
    }

    private async ValueTask RunAsync(
        AddressPrefix address,
        Func<AddressPrefix, CancellationToken, ValueTask<CommandResult>> run,
        CancellationToken cancellationToken
    )
    {
        if (_end is not null)
        {
            return;
        }

        var result = _runs[address] = await run(address, cancellationToken).ConfigureAwait(false);
        if (result.Outcome is CommandOutcome.FailedToStart or CommandOutcome.TimedOut)
        {
            // What can't be started once, or hangs, would do so for each of the others.
            _end = result;
        }
    }

    private ResponderResult Failure(AddressPrefix address)
    {
        var result = _runs.GetValueOrDefault(address) ?? _end;
        var why = result is null
            ? "it was put back or taken away by somebody else meanwhile."
            : FirewallRun.Explain(WindowsRouteProgram.Program, result);
        return result is { Outcome: CommandOutcome.TimedOut }
            ? ResponderResult.TimedOut($"{address}: {why}")
            : ResponderResult.Failed($"{address}: {why}");
    }
}
