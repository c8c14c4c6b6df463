namespace ActiveResponse.Nats;

/// <summary>An order that an agent has refused, or could not carry out.</summary>
/// <param name="Target">The target it was for.</param>
/// <param name="Sequence">Its number in the stream of orders.</param>
/// <param name="Subject">What it was about; empty when it couldn't be read.</param>
/// <param name="IsRefused">Whether it was refused; otherwise it failed.</param>
/// <param name="Why">Who refused and why, or what failed.</param>
/// <param name="At">When.</param>
public sealed record AgentFailure(string Target, ulong Sequence, string Subject, bool IsRefused, string Why, DateTimeOffset At);
