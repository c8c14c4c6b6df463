namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Which of the two programs that are called iptables is used: their rules stand in different places of the kernel and don't see
/// each other.</summary>
public enum IptablesVariant
{
    /// <summary>The one the host calls <c>iptables</c>.</summary>
    Default,

    /// <summary><c>iptables-nft</c>, whose rules stand in tables of nftables.</summary>
    Nft,

    /// <summary><c>iptables-legacy</c>, whose rules stand in the kernel's older packet filter.</summary>
    Legacy,
}
