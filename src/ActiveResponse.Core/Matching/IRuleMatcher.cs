using System.Collections.Immutable;
using ActiveResponse.Alerts;

namespace ActiveResponse.Matching;

/// <summary>Decides which responses an alert fires; compiled from a configuration once, pure, and safe for use by several
/// threads.</summary>
public interface IRuleMatcher
{
    /// <summary>The responses that fire, in configuration order; empty, without allocating, when none does.</summary>
    /// <param name="key">Rule id, level and joined groups of the alert.</param>
    ImmutableArray<MatchedResponse> Match(in AlertKey key);

    /// <summary>For every response of the configuration, in its order: does it fire, and why or why not.</summary>
    /// <param name="key">Rule id, level and joined groups of the alert.</param>
    ImmutableArray<MatchVerdict> Explain(in AlertKey key);

    /// <summary>Has the last word where it takes the whole alert to decide, e.g. by its source address or a field of its own. Default: what
    /// the key decided.</summary>
    /// <remarks>
    /// Called only for alerts that <see cref="Match"/> has found something for: of all others no more than the key is read. A matcher that
    /// decides by the alert alone lets <see cref="Match"/> find whatever may fire, and narrows it here.
    /// </remarks>
    /// <param name="alert">The alert.</param>
    /// <param name="matched">What fires by the key.</param>
    /// <returns>What fires, in configuration order.</returns>
    ImmutableArray<MatchedResponse> Refine(Alert alert, ImmutableArray<MatchedResponse> matched) => matched;

    /// <summary>The same for an explanation: says of each response whether it fires by the whole alert. Default: what the key
    /// decided.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="verdicts">The verdict on every response, by the key.</param>
    /// <returns>The verdict on every response, in configuration order.</returns>
    ImmutableArray<MatchVerdict> Refine(Alert alert, ImmutableArray<MatchVerdict> verdicts) => verdicts;
}
