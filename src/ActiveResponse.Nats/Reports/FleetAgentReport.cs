using System.Collections.Immutable;

namespace ActiveResponse.Nats;

/// <summary>An agent of the fleet, as it has reported itself.</summary>
public sealed record FleetAgentReport
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The name of its host.</summary>
    public required string HostName { get; init; }

    /// <summary>The version of its program.</summary>
    public required string Version { get; init; }

    /// <summary>Its labels.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>When it reported last.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Whether it has not reported for a while.</summary>
    public required bool IsAway { get; init; }

    /// <summary>How many orders that hold it has not come to.</summary>
    public required int Behind { get; init; }

    /// <summary>How many effects are on its record, its own and the fleet's.</summary>
    public required int InPlace { get; init; }

    /// <summary>Whether it carries nothing out.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether it knows that the fleet is halted, and does nothing new.</summary>
    public bool IsHalted { get; init; }

    /// <summary>By how much its clock is ahead of the server's; null when that isn't known.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>The messages it has refused before they came to be orders, by reason.</summary>
    public ImmutableSortedDictionary<string, long> RefusedMessages { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The latest of what it has refused or could not do, the newest last.</summary>
    public ImmutableArray<AgentFailure> Failures { get; init; } = [];
}
