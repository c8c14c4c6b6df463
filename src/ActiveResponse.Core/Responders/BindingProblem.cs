using ActiveResponse.Configuration;

namespace ActiveResponse.Responders;

/// <summary>A response that should run on this host and can't.</summary>
/// <param name="Response">The response.</param>
/// <param name="Why">The reason and the remedy.</param>
public sealed record BindingProblem(ResponseDefinition Response, string Why);
