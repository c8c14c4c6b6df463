namespace ActiveResponse.Responders.Firewall;

/// <summary>A responder that blocks with firewalls.</summary>
internal interface IFirewallHost
{
    /// <summary>The firewalls, usable or not.</summary>
    IEnumerable<IFirewallBackend> Backends { get; }

    /// <summary>Why another agent of this host holds a firewall, or null.</summary>
    string? WhyNotOurs(IFirewallBackend backend);
}
