namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>A firewall of the host's that <c>firewall-drop</c> may use.</summary>
/// <param name="Backend">The firewall.</param>
internal sealed record FirewallCandidate(IFirewallBackend Backend);
