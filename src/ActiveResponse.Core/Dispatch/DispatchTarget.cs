namespace ActiveResponse.Dispatch;

/// <summary>Delivery of an order to one host.</summary>
/// <param name="Host">Agent id, <c>server</c>, or the target as written if nobody has that name.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">One line of detail, or null.</param>
public sealed record DispatchTarget(string Host, DispatchStatus Status, string? Detail = null)
{
    /// <summary>Whether the order has reached the host, or will when it comes back.</summary>
    public bool IsSent => Status is DispatchStatus.Delivered or DispatchStatus.Queued;

    /// <summary><c>host: status (detail)</c>.</summary>
    public override string ToString() => $"{Host}: {Status.ToString().ToLowerInvariant()}{(Detail is null ? "" : $" ({Detail})")}";
}
