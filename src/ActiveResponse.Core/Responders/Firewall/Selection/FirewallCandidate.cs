namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>One of the host's firewalls that <c>firewall-drop</c> may use.</summary>
/// <param name="Backend">The firewall.</param>
internal sealed record FirewallCandidate(IFirewallBackend Backend);
