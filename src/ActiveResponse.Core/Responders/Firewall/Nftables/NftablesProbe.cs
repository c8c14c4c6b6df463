using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Checks whether nft exists, may change the packet filter, and whether the kernel supports what we need.</summary>
internal sealed class NftablesProbe(NftablesOptions options, NftablesProgram program, INftablesTransport transport, TimeProvider clock)
{
    private const string Limits = "Flows in a flowtable skip the forward hook and go on.";

    private static readonly NftablesSet[] OfEachKind =
    [
        new(IsIPv6: false, 32),
        new(IsIPv6: false, 24),
        new(IsIPv6: true, 128),
        new(IsIPv6: true, 64),
    ];

    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">nft can't be used.</exception>
    public async ValueTask<string> RunAsync(CancellationToken cancellationToken)
    {
        var listing = await transport.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
        if (listing is { IsOurs: false })
        {
            throw new FirewallException($"The table inet {options.Table} exists and isn't ours. Set another name for ours.");
        }

        // In parallel: blocks of an earlier run wait for this.
        var version = program.VersionAsync(cancellationToken).AsTask();
        var isDormant = listing?.IsDormant == true;
        var isAccepted = !isDormant && await transport.AcceptsAsync(OfEachKind, cancellationToken).ConfigureAwait(false);
        var check = isAccepted ? version : CheckAsync(isDormant, cancellationToken).AsTask();
        var results = await Task.WhenAll(version, check).ConfigureAwait(false);
        return Array.Find(results, static result => !result.IsSuccess) is { } failed
            ? throw program.Error(failed)
            : $"{results[0].OutputText.Trim()}: table inet {options.Table} can be used. {transport.Describe()} {Limits}";
    }

    /// <summary>Has nft check sets and chains of all kinds in the kernel without creating them.</summary>
    private ValueTask<CommandResult> CheckAsync(bool isDormant, CancellationToken cancellationToken)
    {
        var script = new NftablesScript(options, clock);
        if (isDormant)
        {
            // A dormant table must be awake before a chain can be checked.
            script.Wake();
            return program.CheckAsync(script, cancellationToken);
        }

        script.Arm(OfEachKind);
        return program.CheckAsync(script, cancellationToken);
    }
}
