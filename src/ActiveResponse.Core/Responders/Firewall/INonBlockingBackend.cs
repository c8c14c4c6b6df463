namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend whose calls never keep their thread waiting for anything but the kernel's own work.</summary>
internal interface INonBlockingBackend : IFirewallBackend;
