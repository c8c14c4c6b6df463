using System.Collections.Immutable;

namespace ActiveResponse.Nats.Reports;

/// <summary>The state an agent reports.</summary>
internal sealed record AgentState
{
    public required string AgentId { get; init; }

    public string? Name { get; init; }

    public string HostName { get; init; } = "";

    public string Version { get; init; } = "";

    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>When the state was reported, by the agent's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the agent's process started reporting.</summary>
    public DateTimeOffset StartedAt { get; init; }

    public string? Epoch { get; init; }

    /// <summary>The sequence number up to which it has processed the orders of each of its targets.</summary>
    public ImmutableDictionary<string, ulong> Positions { get; init; } = ImmutableDictionary<string, ulong>.Empty;

    /// <summary>The number of effects it has on record.</summary>
    public int InPlace { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>Whether it knows that the fleet is halted.</summary>
    public bool IsHalted { get; init; }

    /// <summary>How far its clock is ahead of the server's; null if unknown.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>The number of invalid messages it refused, by reason.</summary>
    public ImmutableSortedDictionary<string, long> RefusedMessages { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Its latest refusals and failures, newest last.</summary>
    public ImmutableArray<AgentFailure> Failures { get; init; } = [];
}
