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

        var version = await program.VersionAsync(cancellationToken).ConfigureAwait(false);
        if (!version.IsSuccess)
        {
            return new FirewallProbe(IsUsable: false, NftablesErrors.Explain(version));
        }

        try
        {
            var listing = await transport.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
            return listing is { IsOurs: false }
                ? new FirewallProbe(IsUsable: false, $"The table inet {options.Table} is there and not ours. Set another name for ours.")
                : await TryAsync(version, cancellationToken).ConfigureAwait(false);
        }
        catch (NftablesException e)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }
    }

    private async ValueTask<FirewallProbe> TryAsync(CommandResult version, CancellationToken cancellationToken)
    {
        var script = new NftablesScript(options, clock);
        script.Arm([new NftablesSet(IsIPv6: false, 32), new NftablesSet(IsIPv6: false, 24), new NftablesSet(IsIPv6: true, 128), new NftablesSet(IsIPv6: true, 64)]);
        var check = await program.CheckAsync(script, cancellationToken).ConfigureAwait(false);
        return check.IsSuccess
            ? new FirewallProbe(IsUsable: true, $"{version.OutputText.Trim()}: table inet {options.Table} can be used. {transport.Describe()} {Limits}")
            : new FirewallProbe(IsUsable: false, NftablesErrors.Explain(check));
    }
}
