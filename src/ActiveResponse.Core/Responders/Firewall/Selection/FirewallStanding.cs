namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The state of a firewall in the selection of <c>firewall-drop</c>.</summary>
/// <param name="Name">The firewall.</param>
/// <param name="IsUsable">Whether it can be used now.</param>
/// <param name="Reason">Why not, or a note for the operator.</param>
/// <param name="IsChosen">Whether new blocks go to it; those it can't express go to the next usable one.</param>
internal sealed record FirewallStanding(string Name, bool IsUsable, string Reason, bool IsChosen);
