using ActiveResponse.Configuration;

namespace ActiveResponse.Responders;

/// <summary>A response that would run on this host and can't.</summary>
/// <param name="Response">The response.</param>
/// <param name="Why">Why not, and the remedy.</param>
public sealed record BindingProblem(ResponseDefinition Response, string Why);
