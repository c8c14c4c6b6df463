using System.Collections.Immutable;
using ActiveResponse.Alerts;

namespace ActiveResponse.Planning;

/// <summary>Plan for an alert.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Responses">Responses that fire, in configuration order; in an explanation all of them.</param>
public sealed record ResponsePlan(Alert Alert, ImmutableArray<PlannedResponse> Responses);
