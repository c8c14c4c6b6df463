namespace ActiveResponse.Nats.Issuing;

/// <summary>The outcome of a trial.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Failure">Why no other agent gets the order; null if all agents get it.</param>
internal sealed record CanaryVerdict(CanaryTrial Trial, string? Failure);
