namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend that can work without running a program.</summary>
internal interface INonBlockingBackend : IFirewallBackend
{
    /// <summary>Whether its calls never block their thread, except for the kernel's own work, and run no program for a block. May change
    /// when the way it works is refused.</summary>
    bool NeverBlocks { get; }
}
