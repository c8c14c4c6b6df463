namespace ActiveResponse.Nats;

/// <summary>An order that an agent refused or failed to carry out.</summary>
/// <param name="Target">The order's target.</param>
/// <param name="Sequence">Its sequence number in the stream of orders.</param>
/// <param name="Subject">The order's subject; empty if the order couldn't be read.</param>
/// <param name="IsRefused">Whether the agent refused it; otherwise it failed.</param>
/// <param name="Why">What refused it and why, or what failed.</param>
/// <param name="At">When it happened, by the agent's clock.</param>
public sealed record AgentFailure(string Target, ulong Sequence, string Subject, bool IsRefused, string Why, DateTimeOffset At);
