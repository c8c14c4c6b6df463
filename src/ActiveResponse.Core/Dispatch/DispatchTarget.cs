namespace ActiveResponse.Dispatch;

/// <summary>What became of an order for one of the hosts it is meant for.</summary>
/// <param name="Host">The host: an agent's id, <c>server</c>, or the target as it was written when nobody has that name.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Detail">More about it in one line, or null.</param>
public sealed record DispatchTarget(string Host, DispatchStatus Status, string? Detail = null)
{
    /// <summary>Whether the order has reached the host or will when it comes back.</summary>
    public bool IsSent => Status is DispatchStatus.Delivered or DispatchStatus.Queued;

    /// <summary><c>host: status (detail)</c>.</summary>
    public override string ToString() => $"{Host}: {Status.ToString().ToLowerInvariant()}{(Detail is null ? "" : $" ({Detail})")}";
}
