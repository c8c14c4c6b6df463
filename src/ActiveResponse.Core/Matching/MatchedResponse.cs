using ActiveResponse.Configuration;

namespace ActiveResponse.Matching;

/// <summary>Response that fires for an alert.</summary>
/// <param name="Response">The response.</param>
/// <param name="Reasons">Conditions that fired it.</param>
public readonly record struct MatchedResponse(ResponseDefinition Response, MatchReasons Reasons);
