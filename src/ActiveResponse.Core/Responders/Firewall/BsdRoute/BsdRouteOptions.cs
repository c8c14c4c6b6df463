namespace ActiveResponse.Responders.Firewall.BsdRoute;

/// <summary>How addresses are blocked with null routes of BSD systems.</summary>
public sealed record BsdRouteOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>route-null</c>.</summary>
    public string Name { get; init; } = "route-null";

    internal void Check() => ArgumentException.ThrowIfNullOrWhiteSpace(Name);
}
