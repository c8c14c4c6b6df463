namespace ActiveResponse;

/// <summary>Result of one health check.</summary>
/// <param name="Check">What was checked, e.g. <c>store</c>, <c>firewall</c> or <c>drift nftables</c>.</param>
/// <param name="IsFine">Whether it is in order.</param>
/// <param name="Detail">Its state, in one line for people.</param>
public sealed record HealthFinding(string Check, bool IsFine, string Detail);
