namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>What becomes of a packet from a blocked address.</summary>
public enum FirewalldRefusal
{
    /// <summary>It is dropped: the sender hears nothing and waits.</summary>
    Drop,

    /// <summary>It is rejected: the sender is told that the port is unreachable.</summary>
    Reject,
}
