using ActiveResponse.Configuration;

namespace ActiveResponse.Matching;

/// <summary>A response that fires for an alert.</summary>
/// <param name="Response">The response.</param>
/// <param name="Reasons">Which of its conditions made it fire.</param>
public readonly record struct MatchedResponse(ResponseDefinition Response, MatchReasons Reasons);
