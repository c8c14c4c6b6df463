using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse.Planning;

/// <summary>Result of planning one response for one alert.</summary>
public sealed record PlannedResponse
{
    /// <summary>The response.</summary>
    public required ResponseDefinition Response { get; init; }

    /// <summary>Whether it fires by the matcher, before any guard.</summary>
    public required bool Fired { get; init; }

    /// <summary>Conditions that were met.</summary>
    public MatchReasons Reasons { get; init; }

    /// <summary>Why it fires or not, one sentence per condition; only filled for an explanation.</summary>
    public ImmutableArray<string> Because { get; init; } = [];

    /// <summary>Orders, with their refusals if any; empty if it doesn't fire.</summary>
    public ImmutableArray<PlannedOrder> Orders { get; init; } = [];
}
