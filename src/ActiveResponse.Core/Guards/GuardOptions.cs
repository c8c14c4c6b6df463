namespace ActiveResponse.Guards;

/// <summary>How far the built-in guards go.</summary>
public sealed class GuardOptions
{
    /// <summary>The widest IPv4 network that may be blocked, as a prefix length. Range 1–32, default 16.</summary>
    public int ShortestIPv4Prefix { get; set; } = 16;

    /// <summary>The widest IPv6 network that may be blocked, as a prefix length. Range 1–128, default 32.</summary>
    public int ShortestIPv6Prefix { get; set; } = 32;

    /// <summary>Whether this host's own addresses are refused. Default: yes.</summary>
    public bool ProtectOwnAddresses { get; set; } = true;

    /// <summary>Whether the next hops of this host's default routes are refused. Default: yes.</summary>
    public bool ProtectGateways { get; set; } = true;

    /// <summary>Whether the name servers of this host are refused. Default: yes.</summary>
    public bool ProtectResolvers { get; set; } = true;

    /// <summary>Whether the DHCP servers this host has its addresses from are refused. Default: yes.</summary>
    public bool ProtectDhcpServers { get; set; } = true;

    /// <summary>Whether the managers of the configuration (<c>&lt;client&gt;</c>) are refused. Default: yes.</summary>
    public bool ProtectManagers { get; set; } = true;

    /// <summary>Whether the address is refused that the SSH session comes from in which this process was started. Default: yes.</summary>
    public bool ProtectSshPeer { get; set; } = true;

    /// <summary>
    /// The commands, by name, that block nobody: they are told of every address, this host's own and its gateway's too. Default: empty; the
    /// scripts by which OSSEC and Wazuh notify, restart themselves and look for malware are known. The allow list, budgets and the kill
    /// switch hold for them all the same.
    /// </summary>
    public ISet<string> BlockingNothing { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What an operator is told of how to switch a guard off; from its name and its option.</summary>
    internal Func<string, string, string> SwitchText { get; set; } = static (_, option) => $"{option} = false";

    /// <summary>How old what is known of this host's network may be. Range 1 s – 1 hour, default 10 s; word of a change from the system
    /// comes sooner.</summary>
    public TimeSpan NetworkRefresh { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a resolved allow-list name is used before it is asked for again. Range 1 s – 1 day, default 5 minutes.</summary>
    public TimeSpan NameRefresh { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an order waits for an allow-list name that was never resolved. Range 0 – 1 minute, default 5 s; then
    /// <see cref="UnresolvedNames"/> decides.</summary>
    public TimeSpan NameDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What happens to an order while a name of the allow list can't be resolved and never could. Default: it goes ahead, with a
    /// warning.</summary>
    public UnresolvedNamePolicy UnresolvedNames { get; set; } = UnresolvedNamePolicy.Proceed;

    /// <summary>How long the guards that a host adds may take together for one order. Range 100 ms – 1 minute, default 5 s; then the order
    /// is refused.</summary>
    public TimeSpan GuardDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>New blocks a minute on this host, by response (<c>firewall-drop600</c>), or <c>*</c> for each that isn't named. Range
    /// 1–1,000,000, default: no limits.</summary>
    /// <remarks>Exceeded, an order is refused by <c>budget</c> and the log alarms. A subject with an offense on record or an effect in
    /// place is never refused.</remarks>
    public IDictionary<string, int> Budgets { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>While this file exists, whatever is in it, nothing new is done and nothing is lifted by it. An absolute path; default:
    /// none.</summary>
    /// <remarks>Its folder must be there, and may be writable by root and the user of this process only: who can make the file can disarm
    /// the host.</remarks>
    public string? KillSwitchFile { get; set; }
}

/// <summary>What to do with an order while an allow-list name is unknown.</summary>
public enum UnresolvedNamePolicy
{
    /// <summary>Carry it out: one dead name must not disarm the host.</summary>
    Proceed,

    /// <summary>Refuse it: the name may stand for the very address.</summary>
    Refuse,
}
