using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Checks whether nft is there, whether it may change the packet filter, and whether the kernel knows what we need.</summary>
internal sealed class NftablesProbe(NftablesOptions options, NftablesProgram program, INftablesTransport transport, TimeProvider clock)
{
    private const string Limits = "Flows that a flowtable has taken over don't pass the forward hook and go on.";

    /// <returns>What an operator should know of it.</returns>
    /// <exception cref="FirewallException">It can't be used.</exception>
    public async ValueTask<string> RunAsync(CancellationToken cancellationToken)
    {
        var listing = await transport.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
        if (listing is { IsOurs: false })
        {
            throw new FirewallException($"The table inet {options.Table} is there and not ours. Set another name for ours.");
        }

        // Both at once: what an earlier run has left to be put back waits for this.
        var version = program.VersionAsync(cancellationToken).AsTask();
        var check = CheckAsync(listing?.IsDormant == true, cancellationToken).AsTask();
        var results = await Task.WhenAll(version, check).ConfigureAwait(false);
        return Array.Find(results, static result => !result.IsSuccess) is { } failed
            ? throw program.Error(failed)
            : $"{results[0].OutputText.Trim()}: table inet {options.Table} can be used. {transport.Describe()} {Limits}";
    }

    /// <summary>Has the kernel judge sets and chains of all kinds without making them.</summary>
    private ValueTask<CommandResult> CheckAsync(bool isDormant, CancellationToken cancellationToken)
    {
        var script = new NftablesScript(options, clock);
        if (isDormant)
        {
            // No chain can be judged before it is awake.
            script.Wake();
            return program.CheckAsync(script, cancellationToken);
        }

        script.Arm([
            new NftablesSet(IsIPv6: false, 32),
            new NftablesSet(IsIPv6: false, 24),
            new NftablesSet(IsIPv6: true, 128),
            new NftablesSet(IsIPv6: true, 64),
        ]);
        return program.CheckAsync(script, cancellationToken);
    }
}
