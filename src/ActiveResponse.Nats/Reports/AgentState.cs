using System.Collections.Immutable;

namespace ActiveResponse.Nats.Reports;

/// <summary>What an agent reports of itself.</summary>
internal sealed record AgentState
{
    public required string AgentId { get; init; }

    public string? Name { get; init; }

    public string HostName { get; init; } = "";

    public string Version { get; init; } = "";

    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>When it was reported, by the agent's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the agent's process began to report.</summary>
    public DateTimeOffset StartedAt { get; init; }

    public string? Epoch { get; init; }

    /// <summary>Up to which message of the stream it has dealt with the orders of each of its targets.</summary>
    public ImmutableDictionary<string, ulong> Positions { get; init; } = ImmutableDictionary<string, ulong>.Empty;

    /// <summary>How many effects are on its record.</summary>
    public int InPlace { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>Whether it knows that the fleet is halted.</summary>
    public bool IsHalted { get; init; }

    /// <summary>By how much its clock is ahead of the server's; null when that isn't known.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>How many messages it has refused before they came to be orders, by reason.</summary>
    public ImmutableSortedDictionary<string, long> RefusedMessages { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The latest of what it has refused or could not do, the newest last.</summary>
    public ImmutableArray<AgentFailure> Failures { get; init; } = [];
}
