namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend whose calls never block their thread, except for the kernel's own work.</summary>
internal interface INonBlockingBackend : IFirewallBackend;
