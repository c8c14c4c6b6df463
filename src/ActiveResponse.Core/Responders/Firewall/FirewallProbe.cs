namespace ActiveResponse.Responders.Firewall;

/// <summary>Whether a backend can work on this host.</summary>
/// <param name="IsUsable">True if it is installed, active and permitted.</param>
/// <param name="Reason">Why not, or a note for the operator.</param>
public sealed record FirewallProbe(bool IsUsable, string Reason);
