using System.Collections.Immutable;
using ActiveResponse.Alerts;

namespace ActiveResponse.Matching;

/// <summary>Decides which responses an alert fires. Compiled once per configuration, pure and thread-safe.</summary>
public interface IRuleMatcher
{
    /// <summary>Returns the responses that fire, in configuration order; if none does, empty and without allocating.</summary>
    /// <param name="key">Rule id, level and joined groups of the alert.</param>
    ImmutableArray<MatchedResponse> Match(in AlertKey key);

    /// <summary>Explains for every response, in configuration order, whether it fires and why.</summary>
    /// <param name="key">Rule id, level and joined groups of the alert.</param>
    ImmutableArray<MatchVerdict> Explain(in AlertKey key);

    /// <summary>Narrows the matches by the whole alert, e.g. its source address or a custom field. Default: no change.</summary>
    /// <remarks>
    /// Called only for alerts for which <see cref="Match"/> found something; of all others only the key is read. A matcher that decides by
    /// the alert alone lets <see cref="Match"/> return every candidate and narrows them here.
    /// </remarks>
    /// <param name="alert">The alert.</param>
    /// <param name="matched">Responses that fire by the key.</param>
    /// <returns>Responses that fire, in configuration order.</returns>
    ImmutableArray<MatchedResponse> Refine(Alert alert, ImmutableArray<MatchedResponse> matched) => matched;

    /// <summary>Narrows an explanation the same way. Default: no change.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="verdicts">The verdict on every response, by the key.</param>
    /// <returns>The verdict on every response, in configuration order.</returns>
    ImmutableArray<MatchVerdict> Refine(Alert alert, ImmutableArray<MatchVerdict> verdicts) => verdicts;
}
