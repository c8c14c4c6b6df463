using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Fleet;

namespace ActiveResponse.Tool.Running;

/// <summary>The settings of <c>run</c>.</summary>
internal sealed record RunSettings
{
    /// <summary>The value that selects the best firewall of the host.</summary>
    public const string AnyFirewall = "auto";

    /// <summary>The alerts to follow; null for none, if orders come from a fleet.</summary>
    public required string? AlertsFile { get; init; }

    /// <summary>The name of the firewall.</summary>
    public string? Firewall { get; init; }

    /// <summary>The firewalld zone for blocks; null for its default zone.</summary>
    public string? FirewalldZone { get; init; }

    /// <summary>The options of XDP; null for the defaults.</summary>
    public XdpOptions? Xdp { get; init; }

    public string? HostsDeny { get; init; }

    /// <summary>Whether accounts may be locked.</summary>
    public bool DisableAccount { get; init; }

    public string? Scripts { get; init; }

    /// <summary>The settings of single scripts.</summary>
    public ImmutableDictionary<string, ScriptOverrides> ScriptOverrides { get; init; } = ImmutableDictionary<string, ScriptOverrides>.Empty;

    /// <summary>The folder of the manager that takes orders, or null.</summary>
    public string? Manager { get; init; }

    /// <summary>The fleet to join, or null.</summary>
    public FleetSettings? Fleet { get; init; }

    /// <summary>This host's identity; null if not given.</summary>
    public HostIdentity? Host { get; init; }

    public bool DryRun { get; init; }

    public bool FromStart { get; init; }

    public bool ExitWhenIdle { get; init; }

    /// <summary>The maximum age of an alert when it is read; null for any.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The state file; null for memory.</summary>
    public string? StateFile { get; init; }

    /// <summary>The agent's control socket; null for none.</summary>
    public string? ControlSocket { get; init; }

    /// <summary>A group whose members may use the control socket too, or null.</summary>
    public ControlGroup? ControlGroup { get; init; }

    /// <summary>The length of the network that is blocked for an IPv6 address.</summary>
    public int FoldIPv6To { get; init; } = 128;

    /// <summary>The safety rails that are disabled or adjusted.</summary>
    public GuardSettings Guards { get; init; } = GuardSettings.Default;

    /// <summary>The kill switch: while this file exists, nothing new is done; or null.</summary>
    public string? KillSwitch { get; init; }

    /// <summary>Who is notified of outcomes.</summary>
    public NotificationSettings Notifications { get; init; } = new();

    /// <summary>Whether any responder is configured; without one nothing may be changed, whatever the configuration names.</summary>
    public bool CanAct => ActsItself || Manager is not null || Fleet is not null;

    /// <summary>Whether orders for this host are carried out here.</summary>
    public bool ActsItself => Firewall is not null || HostsDeny is not null || DisableAccount || Scripts is not null;

    public bool IsDryRun => DryRun || !CanAct;

    /// <summary>Whether blocks survive a stop. A dry run has none, and doesn't touch the file.</summary>
    public bool KeepsState => StateFile is not null && !IsDryRun;

    public bool ReadsStandardInput => AlertsFile == "-";
}
