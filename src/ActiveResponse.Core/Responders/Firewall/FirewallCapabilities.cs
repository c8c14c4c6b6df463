namespace ActiveResponse.Responders.Firewall;

/// <summary>What a firewall backend can express and do by itself.</summary>
[Flags]
public enum FirewallCapabilities
{
    /// <summary>Single IPv4 addresses, and nothing else.</summary>
    None = 0,

    /// <summary>It blocks IPv6.</summary>
    IPv6 = 1,

    /// <summary>It blocks networks and not only single addresses.</summary>
    Prefixes = 1 << 1,

    /// <summary>The platform ends an entry by itself; an extension is passed on to it.</summary>
    KernelExpiry = 1 << 2,

    /// <summary>A batch is one transaction and not one program run for each entry.</summary>
    Batches = 1 << 3,

    /// <summary>It lists what is in place.</summary>
    Enumeration = 1 << 4,

    /// <summary>
    /// Our entries differ from those of others where they stand: by a mark, or because the place is ours alone. Without it, a listing holds
    /// everybody's entries, an add of what is there already is answered with <see cref="ActionOutcome.AlreadyApplied"/>, and only the
    /// record of who put it there keeps an entry of the administrator's from being removed.
    /// </summary>
    MarksEntries = 1 << 5,

    /// <summary>The end of an entry stands beside it and is listed; an extension is passed on to it.</summary>
    KeepsEnds = 1 << 6,

    /// <summary>Established connections of a blocked address end as well.</summary>
    EndsLiveFlows = 1 << 7,

    /// <summary>The entries stand in a table, chain or set of our own. Without it, the administrator uses the place too.</summary>
    ExclusivePlace = 1 << 8,
}
