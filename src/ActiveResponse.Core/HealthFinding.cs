namespace ActiveResponse;

/// <summary>One thing that a health check has found.</summary>
/// <param name="Check">What was looked at, e.g. <c>store</c>, <c>firewall</c> or <c>drift nftables</c>.</param>
/// <param name="IsFine">Whether it is as it should be.</param>
/// <param name="Detail">How it is, in one line for a person.</param>
public sealed record HealthFinding(string Check, bool IsFine, string Detail);
