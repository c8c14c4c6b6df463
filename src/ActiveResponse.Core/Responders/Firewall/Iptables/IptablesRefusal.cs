namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>How packets from a blocked address are refused.</summary>
public enum IptablesRefusal
{
    /// <summary>Dropped: the sender waits for a timeout.</summary>
    Drop,

    /// <summary>Rejected with a TCP reset, or ICMP "port unreachable": the sender knows at once.</summary>
    Reject,
}
