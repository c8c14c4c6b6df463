namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>How packets from a blocked address are refused.</summary>
public enum NftablesRefusal
{
    /// <summary>Dropped: the sender waits for a timeout.</summary>
    Drop,

    /// <summary>Rejected with a TCP reset, or ICMP "port unreachable": the sender knows at once.</summary>
    Reject,
}
