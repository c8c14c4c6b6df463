using System.Collections.Immutable;
using ActiveResponse.Alerts;

namespace ActiveResponse.Planning;

/// <summary>What an alert comes to.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Responses">The responses that fire, in configuration order; in an explanation all of them.</param>
public sealed record ResponsePlan(Alert Alert, ImmutableArray<PlannedResponse> Responses);
