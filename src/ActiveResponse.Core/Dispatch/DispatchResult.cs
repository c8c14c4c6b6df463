namespace ActiveResponse.Dispatch;

/// <summary>Whether an order left for other hosts.</summary>
/// <param name="Sent">True when the transport has taken it.</param>
/// <param name="Detail">To whom, or why not.</param>
public sealed record DispatchResult(bool Sent, string Detail);
