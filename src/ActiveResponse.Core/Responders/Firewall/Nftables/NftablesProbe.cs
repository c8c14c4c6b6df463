using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Looks whether nft is there, whether it may change the packet filter, and whether the kernel knows what we need.</summary>
internal sealed class NftablesProbe(NftablesOptions options, NftablesProgram program, INftablesTransport transport, TimeProvider clock)
{
    public const string NotLinux = "nftables is the packet filter of Linux. Use that of this system.";

    private const string Limits = "Flows that a flowtable has taken over don't pass the forward hook and go on.";

    public async ValueTask<FirewallProbe> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FirewallProbe(IsUsable: false, NotLinux);
        }

        bool isDormant;
        try
        {
            var listing = await transport.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
            isDormant = listing?.IsDormant == true;
            if (listing is { IsOurs: false })
            {
                return new FirewallProbe(
                    IsUsable: false,
                    $"The table inet {options.Table} is there and not ours. Set another name for ours."
                );
            }
        }
        catch (NftablesException e)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }

        // Both at once: what an earlier run has left to be put back waits for this.
        var version = program.VersionAsync(cancellationToken).AsTask();
        var check = CheckAsync(isDormant, cancellationToken).AsTask();
        var results = await Task.WhenAll(version, check).ConfigureAwait(false);
        return results.FirstOrDefault(static result => !result.IsSuccess) is { } failed
            ? new FirewallProbe(IsUsable: false, NftablesErrors.Explain(failed))
            : new FirewallProbe(
                IsUsable: true,
                $"{results[0].OutputText.Trim()}: table inet {options.Table} can be used. {transport.Describe()} {Limits}"
            );
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
