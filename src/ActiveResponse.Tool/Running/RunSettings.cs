using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tool.Fleet;

namespace ActiveResponse.Tool.Running;

/// <summary>What <c>run</c> was asked for.</summary>
internal sealed record RunSettings
{
    /// <summary>The value that has the best firewall of the host chosen.</summary>
    public const string AnyFirewall = "auto";

    /// <summary>The alerts to follow; null for none, as orders come from a fleet.</summary>
    public required string? AlertsFile { get; init; }

    /// <summary>The firewall that blocks addresses, by its name.</summary>
    public string? Firewall { get; init; }

    /// <summary>The zone of firewalld that blocks are put into; null for its default zone.</summary>
    public string? FirewalldZone { get; init; }

    public string? HostsDeny { get; init; }

    /// <summary>Whether accounts may be locked.</summary>
    public bool DisableAccount { get; init; }

    public string? Scripts { get; init; }

    /// <summary>What single scripts need that others don't.</summary>
    public ImmutableDictionary<string, ScriptOverrides> ScriptOverrides { get; init; } = ImmutableDictionary<string, ScriptOverrides>.Empty;

    /// <summary>The folder of the manager that takes orders, or null.</summary>
    public string? Manager { get; init; }

    /// <summary>The fleet to join, or null.</summary>
    public FleetSettings? Fleet { get; init; }

    /// <summary>Who this host is; null where nobody says.</summary>
    public HostIdentity? Host { get; init; }

    public bool DryRun { get; init; }

    public bool FromStart { get; init; }

    public bool ExitWhenIdle { get; init; }

    /// <summary>How old an alert may be when it is read; null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The file that state is kept in; null for memory.</summary>
    public string? StateFile { get; init; }

    /// <summary>Where the running agent can be asked; null for nowhere.</summary>
    public string? ControlSocket { get; init; }

    /// <summary>The length of the network that is blocked for an IPv6 address.</summary>
    public int FoldIPv6To { get; init; } = 128;

    /// <summary>Which safety rails are off or moved.</summary>
    public GuardSettings Guards { get; init; } = GuardSettings.Default;

    /// <summary>While this file is there, nothing new is done; or null.</summary>
    public string? KillSwitch { get; init; }

    /// <summary>Whether there is anything to act with; without it nothing may be touched, whatever the configuration names.</summary>
    public bool CanAct => ActsItself || Manager is not null || Fleet is not null;

    /// <summary>Whether orders for this host are carried out here.</summary>
    public bool ActsItself => Firewall is not null || HostsDeny is not null || DisableAccount || Scripts is not null;

    public bool IsDryRun => DryRun || !CanAct;

    /// <summary>Whether blocks outlive a stop. A dry run has none, and leaves the file alone.</summary>
    public bool KeepsState => StateFile is not null && !IsDryRun;

    public bool ReadsStandardInput => AlertsFile == "-";
}
