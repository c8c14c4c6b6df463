namespace ActiveResponse.Guards;

/// <summary>Options of the built-in guards.</summary>
public sealed record GuardOptions
{
    /// <summary>Widest IPv4 network that may be blocked, as a prefix length. Range 1–32, default 16.</summary>
    public int ShortestIPv4Prefix { get; set; } = 16;

    /// <summary>Widest IPv6 network that may be blocked, as a prefix length. Range 1–128, default 32.</summary>
    public int ShortestIPv6Prefix { get; set; } = 32;

    /// <summary>Whether this host's own addresses are refused. Default: yes.</summary>
    public bool ProtectOwnAddresses { get; set; } = true;

    /// <summary>Whether the next hops of this host's default routes are refused. Default: yes.</summary>
    public bool ProtectGateways { get; set; } = true;

    /// <summary>Whether the name servers of this host are refused. Default: yes.</summary>
    public bool ProtectResolvers { get; set; } = true;

    /// <summary>Whether this host's DHCP servers are refused. Default: yes.</summary>
    public bool ProtectDhcpServers { get; set; } = true;

    /// <summary>Whether the managers of the configuration (<c>&lt;client&gt;</c>) are refused. Default: yes.</summary>
    public bool ProtectManagers { get; set; } = true;

    /// <summary>Whether the peer of the SSH session that started this process is refused. Default: yes.</summary>
    public bool ProtectSshPeer { get; set; } = true;

    /// <summary>
    /// Names of commands that block nobody and so run for every address, even this host's own or its gateway's. Default: empty; the scripts
    /// by which OSSEC and Wazuh notify, restart and scan for malware are known. Allow list, budgets and kill switch still apply.
    /// </summary>
    public ISet<string> BlockingNothing { get; } = new HashSet<string>(StringComparer.Ordinal);

    internal Func<string, string, string> SwitchText { get; private set; } = static (_, option) => $"{option} = false";

    /// <summary>Maximum age of the known network state. Range 1 s – 1 hour, default 10 s; change notifications refresh it sooner.</summary>
    public TimeSpan NetworkRefresh { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a resolved allow-list name is used before it is resolved again. Range 1 s – 1 day, default 5 minutes.</summary>
    public TimeSpan NameRefresh { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an order waits for an allow-list name that was never resolved. Range 0 – 1 minute, default 5 s; then
    /// <see cref="UnresolvedNames"/> decides.
    /// </summary>
    public TimeSpan NameDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What happens to an order while an allow-list name was never resolved. Default: it goes ahead, with a warning.</summary>
    public UnresolvedNamePolicy UnresolvedNames { get; set; } = UnresolvedNamePolicy.Proceed;

    /// <summary>Time limit per order for all guards a host adds. Range 100 ms – 1 minute, default 5 s; then the order is refused.</summary>
    public TimeSpan GuardDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// New blocks per minute on this host, by response (<c>firewall-drop600</c>), or <c>*</c> for each unnamed one. Range 1–1,000,000,
    /// default: no limits.
    /// </summary>
    /// <remarks>
    /// Beyond it, <c>budget</c> refuses orders and the log warns. A subject with an offense on record or an effect in place is never
    /// refused.
    /// </remarks>
    public IDictionary<string, int> Budgets { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// File that, while it exists, stops all new actions; its content doesn't matter and nothing is lifted. Absolute path; default: none.
    /// </summary>
    /// <remarks>
    /// Its folder must exist and be writable by root and this process's user only: whoever can create the file can disarm the host.
    /// </remarks>
    public string? KillSwitchFile { get; set; }

    /// <summary>
    /// Sets how a refusal names the switch that turns its guard off. Default: the option, e.g. <c>ProtectGateways = false</c>.
    /// </summary>
    /// <param name="text">Makes the text from the name of the guard, e.g. <c>gateway</c>, and of the option.</param>
    public void DescribeSwitchesBy(Func<string, string, string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SwitchText = text;
    }
}

/// <summary>What to do with an order while an allow-list name is unknown.</summary>
public enum UnresolvedNamePolicy
{
    /// <summary>Carry it out: one dead name must not disarm the host.</summary>
    Proceed,

    /// <summary>Refuse it: the name may stand for the very address.</summary>
    Refuse,
}
