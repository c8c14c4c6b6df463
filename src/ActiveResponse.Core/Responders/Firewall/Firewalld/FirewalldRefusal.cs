namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>How packets from a blocked address are refused.</summary>
public enum FirewalldRefusal
{
    /// <summary>Dropped: the sender waits for a timeout.</summary>
    Drop,

    /// <summary>Rejected: the sender gets "port unreachable".</summary>
    Reject,
}
