using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Execution;
using ActiveResponse.Matching;

namespace ActiveResponse;

/// <summary>An alert with what it fires.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Responses">Responses that fire.</param>
/// <param name="Mark">Its place in its source, which needn't be read again once its orders are on record, or won't be; or null.</param>
internal readonly record struct MatchedAlert(Alert Alert, ImmutableArray<MatchedResponse> Responses, IntakeMark? Mark = null)
{
    /// <summary>Whether its source has no other at the moment.</summary>
    public bool IsLone { get; init; }
}
