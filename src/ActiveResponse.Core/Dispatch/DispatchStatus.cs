namespace ActiveResponse.Dispatch;

/// <summary>What became of an order on its way to one host.</summary>
public enum DispatchStatus
{
    /// <summary>The host has it. What it did with it, it reports itself; the detail says so where the transport knows.</summary>
    Delivered,

    /// <summary>The host is away; the transport keeps the order for it until the block would have ended.</summary>
    Queued,

    /// <summary>The host has it and refused it: its own guards, or a rule of its planning.</summary>
    Refused,

    /// <summary>The host is away, and the order is not kept.</summary>
    Away,

    /// <summary>There is no such host.</summary>
    Unknown,

    /// <summary>It was kept for a host that didn't come back before the block would have ended.</summary>
    Expired,

    /// <summary>The transport failed, or the host couldn't do it.</summary>
    Failed,
}
