using System.Collections.Immutable;
using ActiveResponse.Configuration;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>An administrator's settings for the tool's scripts.</summary>
internal sealed record ScriptSettings
{
    /// <summary>The firewalls of <c>firewall-drop</c> and <c>block-ip</c>, best first; empty for those of this system.</summary>
    public ImmutableArray<string> Firewalls { get; init; } = [];

    public string HostsDeny { get; init; } = "/etc/hosts.deny";

    public string IpBlock { get; init; } = "/ipblock";

    /// <summary>The folder for records; null for the default.</summary>
    public string? State { get; init; }

    /// <summary>Whether to refuse addresses that would cut this host off.</summary>
    public bool Protect { get; init; } = true;

    public AllowList Allow { get; init; } = AllowList.Empty;

    /// <summary>The lowest uid of an account that may be locked; null for the system's own.</summary>
    public uint? MinimumUserId { get; init; }

    /// <summary>The errors of the settings, each with file, line and remedy; with any, nothing new is applied.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
