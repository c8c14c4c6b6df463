using System.Collections.Immutable;
using ActiveResponse.Configuration;

namespace ActiveResponse.Matching;

/// <summary>Whether one response fires for an alert, and why.</summary>
public sealed record MatchVerdict
{
    /// <summary>The response.</summary>
    public required ResponseDefinition Response { get; init; }

    /// <summary>Whether it fires.</summary>
    public required bool Fired { get; init; }

    /// <summary>Conditions that were met.</summary>
    public required MatchReasons Reasons { get; init; }

    /// <summary>One plain sentence per checked condition, e.g. <c>rule level 10 is at least 6</c>.</summary>
    public required ImmutableArray<string> Because { get; init; }
}
