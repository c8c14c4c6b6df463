using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>Ends the open connections of a blocked address: pf's states let packets pass before any rule.</summary>
internal sealed class PfFlows(FirewallProgram program)
{
    /// <summary>Ends the connections of new blocks, and adds what prevents it to their results.</summary>
    public async ValueTask EndAsync(FirewallBatch batch, IReadOnlyList<AddressPrefix> blocked, CancellationToken cancellationToken)
    {
        foreach (var address in blocked.Where(address => batch.ResultOf(address)?.Outcome == ActionOutcome.Applied))
        {
            if (await TryEndAsync(address, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                batch.Set(address, ResponderResult.Applied($"open connections may go on: {problem}"));
            }
        }
    }

    // Two runs for each address of a large batch can exceed the deadline; the blocks are in place by then, and must be reported so.
    private async ValueTask<string?> TryEndAsync(AddressPrefix address, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await EndAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "no time was left to end them.";
        }
    }

    private async ValueTask<string?> EndAsync(AddressPrefix address, CancellationToken cancellationToken)
    {
        var target = address.ToString();
        var fromIt = await program.RunAsync(cancellationToken, "-q", "-k", target).ConfigureAwait(false);
        if (!fromIt.IsSuccess)
        {
            return program.Explain(fromIt);
        }

        var all = address.IsIPv6 ? "::/0" : "0.0.0.0/0";
        var toIt = await program.RunAsync(cancellationToken, "-q", "-k", all, "-k", target).ConfigureAwait(false);
        return toIt.IsSuccess ? null : program.Explain(toIt);
    }
}
