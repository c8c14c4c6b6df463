using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>Ends what is open between this host and a blocked address: a state of pf lets packets pass before any rule is looked
/// at.</summary>
internal sealed class PfFlows(FilterProgram program)
{
    /// <summary>The results, those of new blocks with what stands in the way of ending their connections.</summary>
    public async ValueTask<IReadOnlyList<ResponderResult>> EndAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<ResponderResult> results,
        CancellationToken cancellationToken
    )
    {
        var problems = new Dictionary<AddressPrefix, string?>();
        for (var i = 0; i < adds.Count; i++)
        {
            var address = adds[i].Address;
            if (results[i].Outcome == ActionOutcome.Applied && !problems.ContainsKey(address))
            {
                problems[address] = await TryEndAsync(address, cancellationToken).ConfigureAwait(false);
            }
        }

        return
        [
            .. results.Select(
                (result, i) =>
                    result.Outcome == ActionOutcome.Applied && problems[adds[i].Address] is { } problem
                        ? ResponderResult.Applied($"open connections may go on: {problem}")
                        : result
            ),
        ];
    }

    // Two runs for each address of a large batch can take longer than there is time; what is blocked by then is blocked, and must be
    // answered as such.
    private async ValueTask<string?> TryEndAsync(AddressPrefix address, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await EndAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "there was no time left to end them.";
        }
    }

    private async ValueTask<string?> EndAsync(AddressPrefix address, CancellationToken cancellationToken)
    {
        var target = address.ToString();
        var fromIt = await program.RunAsync(cancellationToken, "-q", "-k", target).ConfigureAwait(false);
        if (!fromIt.IsSuccess)
        {
            return ProgramErrors.Explain(program.Name, fromIt);
        }

        var toIt = await program
            .RunAsync(cancellationToken, "-q", "-k", address.IsIPv6 ? "::/0" : "0.0.0.0/0", "-k", target)
            .ConfigureAwait(false);
        return toIt.IsSuccess ? null : ProgramErrors.Explain(program.Name, toIt);
    }
}
