using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>Ends what is open between this host and a blocked address: a state of pf lets packets pass before any rule is looked
/// at.</summary>
internal sealed class PfFlows(FirewallProgram program)
{
    /// <summary>Ends the connections of new blocks, and sets in their results what stands in the way.</summary>
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
            return program.Explain(fromIt);
        }

        var all = address.IsIPv6 ? "::/0" : "0.0.0.0/0";
        var toIt = await program.RunAsync(cancellationToken, "-q", "-k", all, "-k", target).ConfigureAwait(false);
        return toIt.IsSuccess ? null : program.Explain(toIt);
    }
}
