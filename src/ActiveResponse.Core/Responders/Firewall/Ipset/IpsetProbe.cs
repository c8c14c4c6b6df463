using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Looks whether ipset and an iptables that can look into its sets are there, and whether they may be used.</summary>
internal sealed class IpsetProbe(IpsetProgram program, IpsetFamily family4, IpsetFamily family6)
{
    public const string NotLinux = "ipset is a part of Linux. Use the packet filter of this system.";

    public async ValueTask<FirewallProbe> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FirewallProbe(IsUsable: false, NotLinux);
        }

        var version = await program.VersionAsync(cancellationToken).ConfigureAwait(false);
        if (!version.IsSuccess)
        {
            return new FirewallProbe(IsUsable: false, IpsetErrors.Explain(version));
        }

        var iptables = await family4.Rules.VersionAsync(cancellationToken).ConfigureAwait(false);
        if (iptables.StartFailure == StartFailure.NotFound)
        {
            var nft = await program.HasNftAsync(cancellationToken).ConfigureAwait(false);
            return new FirewallProbe(
                IsUsable: false,
                nft
                    ? $"{family4.Rules.Name} isn't installed, and nft can't look into sets of ipset. Use nftables, or install iptables."
                    : family4.Rules.Explain(iptables)
            );
        }

        if (await WhyNotAsync(family4, cancellationToken).ConfigureAwait(false) is { } why)
        {
            return new FirewallProbe(IsUsable: false, why);
        }

        var without6 = await WhyNotAsync(family6, cancellationToken).ConfigureAwait(false);
        return new FirewallProbe(
            IsUsable: true,
            $"{version.OutputText.Trim()}, {iptables.OutputText.Trim()}: sets {family4.Set} and {family6.Set} can be used.{(without6 is null ? "" : $" IPv6 can't be blocked: {without6}")}"
        );
    }

    private async ValueTask<string?> WhyNotAsync(IpsetFamily family, CancellationToken cancellationToken)
    {
        try
        {
            return await program.ListAsync(family.Set, family.Rules.IsIPv6, cancellationToken).ConfigureAwait(false) is { IsOurs: false }
                ? $"The set {family.Set} is there and not ours. Set another name for ours."
                : await IptablesCheck.WhyNotAsync(family.Frame, family.Rules, cancellationToken).ConfigureAwait(false);
        }
        catch (IptablesException e)
        {
            return e.Message;
        }
    }
}
