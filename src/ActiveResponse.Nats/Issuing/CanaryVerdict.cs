namespace ActiveResponse.Nats.Issuing;

/// <summary>How a trial ended.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Failure">Why nobody else gets the order; null when all agents get it.</param>
internal sealed record CanaryVerdict(CanaryTrial Trial, string? Failure);
