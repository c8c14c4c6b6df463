namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The variant of iptables: their rules are in different places of the kernel and are invisible to each other.</summary>
public enum IptablesVariant
{
    /// <summary>The program named <c>iptables</c> on this host.</summary>
    Default,

    /// <summary><c>iptables-nft</c>, with rules in tables of nftables.</summary>
    Nft,

    /// <summary><c>iptables-legacy</c>, with rules in the kernel's older packet filter.</summary>
    Legacy,
}
