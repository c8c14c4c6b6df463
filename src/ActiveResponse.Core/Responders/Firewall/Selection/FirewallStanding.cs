namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>How a firewall stands in the choice of <c>firewall-drop</c>.</summary>
/// <param name="Name">The firewall.</param>
/// <param name="IsUsable">Whether it can be used on this host now.</param>
/// <param name="Reason">Why not, or what an operator should know.</param>
/// <param name="IsChosen">Whether new blocks go to it; those it can't express go to the next that is usable.</param>
internal sealed record FirewallStanding(string Name, bool IsUsable, string Reason, bool IsChosen);
