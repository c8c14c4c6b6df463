namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>The system's clock, some hours ahead: what had hours left when the agent was killed is overdue when it starts.</summary>
internal sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
