namespace ActiveResponse.Execution;

/// <summary>What the sender of an order has settled and this host doesn't change.</summary>
/// <param name="Issued">When it was ordered, by the sender's clock: since then the effect is wanted.</param>
/// <param name="Until">When the effect ends; null for when it is lifted.</param>
internal sealed record OrderTerms(DateTimeOffset Issued, DateTimeOffset? Until);
