using System.Collections.Immutable;
using ActiveResponse.Configuration;

namespace ActiveResponse.Matching;

/// <summary>Whether one response fires for an alert, and why or why not.</summary>
public sealed record MatchVerdict
{
    /// <summary>The response.</summary>
    public required ResponseDefinition Response { get; init; }

    /// <summary>Whether it fires.</summary>
    public required bool Fired { get; init; }

    /// <summary>The conditions that were met.</summary>
    public required MatchReasons Reasons { get; init; }

    /// <summary>One plain sentence for each condition looked at, e.g. <c>rule level 10 is at least 6</c>.</summary>
    public required ImmutableArray<string> Because { get; init; }
}
