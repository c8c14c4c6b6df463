namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>What becomes of a packet from a blocked address.</summary>
public enum IptablesRefusal
{
    /// <summary>It vanishes: the sender learns nothing and waits.</summary>
    Drop,

    /// <summary>It is answered with a TCP reset, or ICMP "port unreachable": the sender knows at once.</summary>
    Reject,
}
