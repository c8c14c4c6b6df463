namespace ActiveResponse.Responders.Firewall;

/// <summary>Whether a backend can work on this host.</summary>
/// <param name="IsUsable">True when it is installed, active and permitted.</param>
/// <param name="Reason">Why not, or what an operator should know though it is.</param>
public sealed record FirewallProbe(bool IsUsable, string Reason);
