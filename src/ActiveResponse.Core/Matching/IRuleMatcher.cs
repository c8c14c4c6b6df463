using System.Collections.Immutable;
using ActiveResponse.Alerts;

namespace ActiveResponse.Matching;

/// <summary>Decides which responses an alert fires; compiled from a configuration once, pure, and safe for use by several threads.</summary>
public interface IRuleMatcher
{
    /// <summary>The responses that fire, in configuration order; empty, without allocating, when none does.</summary>
    /// <param name="key">Rule id, level and joined groups of the alert.</param>
    ImmutableArray<MatchedResponse> Match(in AlertKey key);

    /// <summary>For every response of the configuration, in its order: does it fire, and why or why not.</summary>
    /// <param name="key">Rule id, level and joined groups of the alert.</param>
    ImmutableArray<MatchVerdict> Explain(in AlertKey key);
}
