namespace ActiveResponse.Dispatch;

/// <summary>Delivery status of an order for one host.</summary>
public enum DispatchStatus
{
    /// <summary>The host has it. The host reports the outcome itself; the detail has it if the transport knows it.</summary>
    Delivered,

    /// <summary>The host is away; the transport keeps the order until the block would have ended.</summary>
    Queued,

    /// <summary>The host refused it, by a guard or a planning rule.</summary>
    Refused,

    /// <summary>The host is away, and the order isn't kept.</summary>
    Away,

    /// <summary>There is no such host.</summary>
    Unknown,

    /// <summary>The host didn't come back before the block would have ended.</summary>
    Expired,

    /// <summary>The transport failed, or the host couldn't do it.</summary>
    Failed,
}
