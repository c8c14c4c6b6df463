using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Checks whether ipset and an iptables that supports its sets exist and may be used.</summary>
internal sealed class IpsetProbe(IpsetProgram program, IpsetFamily family4, IpsetFamily family6, IpsetLink link)
{
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">They can't be used.</exception>
    public async ValueTask<string> RunAsync(CancellationToken cancellationToken)
    {
        var version = await program.VersionAsync(cancellationToken).ConfigureAwait(false);
        var iptables = await family4.Rules.VersionAsync(cancellationToken).ConfigureAwait(false);
        if (iptables.StartFailure == StartFailure.NotFound && await program.HasNftAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new FirewallException(
                $"{family4.Rules.Name} isn't installed, and nft can't match sets of ipset. Use nftables, or install iptables."
            );
        }

        if (iptables.StartFailure == StartFailure.NotFound)
        {
            throw family4.Rules.Error(iptables);
        }

        if (await WhyNotAsync(family4, cancellationToken).ConfigureAwait(false) is { } why)
        {
            throw new FirewallException(why);
        }

        var without6 = await WhyNotAsync(family6, cancellationToken).ConfigureAwait(false);
        return $"{version}, {iptables.OutputText.Trim()}: sets {family4.Set} and {family6.Set} can be used."
            + link.Describe()
            + (without6 is null ? "" : $" IPv6 can't be blocked: {without6}");
    }

    private async ValueTask<string?> WhyNotAsync(IpsetFamily family, CancellationToken cancellationToken)
    {
        try
        {
            return await program.ListAsync(family.Set, family.IsIPv6, cancellationToken).ConfigureAwait(false) is { IsOurs: false }
                ? $"The set {family.Set} exists and isn't ours. Set another name for ours."
                : await IptablesCheck.WhyNotAsync(family.Frame, family.Rules, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewallException e)
        {
            return e.Message;
        }
    }
}
