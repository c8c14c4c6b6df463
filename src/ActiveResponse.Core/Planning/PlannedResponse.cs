using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse.Planning;

/// <summary>What one response comes to for one alert.</summary>
public sealed record PlannedResponse
{
    /// <summary>The response.</summary>
    public required ResponseDefinition Response { get; init; }

    /// <summary>Whether it fires: the matcher's word, before any guard.</summary>
    public required bool Fired { get; init; }

    /// <summary>The conditions that were met.</summary>
    public MatchReasons Reasons { get; init; }

    /// <summary>Why it fires or not, a sentence for each condition; filled when an explanation was asked for.</summary>
    public ImmutableArray<string> Because { get; init; } = [];

    /// <summary>The orders, with who refused them if somebody did; empty when it doesn't fire.</summary>
    public ImmutableArray<PlannedOrder> Orders { get; init; } = [];
}
