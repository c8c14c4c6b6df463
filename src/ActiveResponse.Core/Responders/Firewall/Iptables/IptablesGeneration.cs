using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Says whether the rules of iptables-nft may have changed since they were read, without a list of them.</summary>
/// <param name="dormancy">Knows which iptables it is.</param>
/// <param name="ruleset">The kernel's number; null where only programs reach it.</param>
internal sealed class IptablesGeneration(IptablesDormancy dormancy, RulesetGeneration? ruleset)
{
    /// <summary>The number of the latest change; null if it isn't known, as with the legacy iptables.</summary>
    public async ValueTask<uint?> ReadAsync(CancellationToken cancellationToken) =>
        ruleset is not null && await dormancy.IsNftAsync(cancellationToken).ConfigureAwait(false) ? ruleset.Read() : null;
}
