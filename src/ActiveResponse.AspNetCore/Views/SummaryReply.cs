namespace ActiveResponse.AspNetCore.Views;

/// <summary>What is in place and what happened within a day, in figures.</summary>
internal sealed record SummaryReply
{
    public required DateTimeOffset Now { get; init; }

    public required StateCounts Counts { get; init; }

    public required IReadOnlyList<RuleCount> ByRule { get; init; }

    public required IReadOnlyList<NetworkCount> ByNetwork { get; init; }

    public required IReadOnlyList<NameCount> ByResponder { get; init; }

    public required IReadOnlyList<Offender> RepeatOffenders { get; init; }

    public required IReadOnlyList<OutcomeCount> Outcomes { get; init; }

    /// <summary>What was refused, dropped or failed lately, the newest first.</summary>
    public required IReadOnlyList<ActionItem> Refusals { get; init; }

    /// <summary>One entry for each of the last 24 hours, the oldest first.</summary>
    public required IReadOnlyList<HourCounts> OverTime { get; init; }

    public required string Version { get; init; }

    public required string HostName { get; init; }

    public required bool DryRun { get; init; }

    public required bool KillSwitch { get; init; }

    /// <summary>Whether this caller may change something.</summary>
    public bool MayChange { get; init; }

    public bool Fleet { get; init; }
}

internal sealed record StateCounts(int Active, int Pending, int Failed, int Lifting);

internal sealed record RuleCount(uint RuleId, int Count);

internal sealed record NetworkCount(string Network, int Count);

internal sealed record NameCount(string Name, int Count);

internal sealed record Offender(string Target, int Offense);

internal sealed record OutcomeCount(string Outcome, int Count);

internal sealed record HourCounts(DateTimeOffset At, int Applied, int Reverted, int Refused, int Failed);
