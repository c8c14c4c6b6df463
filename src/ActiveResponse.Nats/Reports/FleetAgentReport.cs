using System.Collections.Immutable;

namespace ActiveResponse.Nats;

/// <summary>An agent of the fleet, as of its latest report.</summary>
public sealed record FleetAgentReport
{
    /// <summary>The agent's id.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The name of its host.</summary>
    public required string HostName { get; init; }

    /// <summary>The version of its program.</summary>
    public required string Version { get; init; }

    /// <summary>Its labels.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>When it last reported.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Whether it hasn't reported for a while.</summary>
    public required bool IsAway { get; init; }

    /// <summary>The number of orders in force that it hasn't processed yet.</summary>
    public required int Behind { get; init; }

    /// <summary>The number of effects it has on record, its own and the fleet's.</summary>
    public required int InPlace { get; init; }

    /// <summary>Whether it is in a dry run and carries nothing out.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether it knows that the fleet is halted, and starts nothing new.</summary>
    public bool IsHalted { get; init; }

    /// <summary>How far its clock is ahead of the server's; null if unknown.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>The number of invalid messages it refused, by reason.</summary>
    public ImmutableSortedDictionary<string, long> RefusedMessages { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Its latest refusals and failures, newest last.</summary>
    public ImmutableArray<AgentFailure> Failures { get; init; } = [];
}
