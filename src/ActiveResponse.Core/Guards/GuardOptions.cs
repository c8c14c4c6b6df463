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

    /// <summary>How long a resolved allow-list name is used before it is asked for again. Range 1 s – 1 day, default 5 minutes.</summary>
    public TimeSpan NameRefresh { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an order waits for an allow-list name that was never resolved. Range 0 – 1 minute, default 5 s; then it is refused.</summary>
    public TimeSpan NameDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What happens to an order while a name of the allow list can't be resolved and never could. Default: it goes ahead, with a warning.</summary>
    public UnresolvedNamePolicy UnresolvedNames { get; set; } = UnresolvedNamePolicy.Proceed;
}

/// <summary>What to do with an order while an allow-list name is unknown.</summary>
public enum UnresolvedNamePolicy
{
    /// <summary>Carry it out: one dead name must not disarm the host.</summary>
    Proceed,

    /// <summary>Refuse it: the name may stand for the very address.</summary>
    Refuse,
}
