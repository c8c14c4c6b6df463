namespace ActiveResponse.Responders.Firewall;

/// <summary>The abilities of a firewall backend.</summary>
[Flags]
public enum FirewallCapabilities
{
    /// <summary>Blocks single IPv4 addresses only.</summary>
    None = 0,

    /// <summary>Blocks IPv6.</summary>
    IPv6 = 1,

    /// <summary>Blocks networks, not only single addresses.</summary>
    Prefixes = 1 << 1,

    /// <summary>The platform ends entries by itself; extensions are applied to it.</summary>
    KernelExpiry = 1 << 2,

    /// <summary>A batch is one transaction instead of one program run per entry.</summary>
    Batches = 1 << 3,

    /// <summary>Lists its entries.</summary>
    Enumeration = 1 << 4,

    /// <summary>Our entries can be distinguished from others': by a mark, or because the place is ours alone. Without it, a listing
    /// contains everybody's entries, adding an existing entry returns <see cref="ActionOutcome.AlreadyApplied"/>, and only our record
    /// protects the administrator's entries from removal.</summary>
    MarksEntries = 1 << 5,

    /// <summary>Stores and lists the end of each entry; extensions are applied to it.</summary>
    KeepsEnds = 1 << 6,

    /// <summary>Ends established connections of a blocked address too.</summary>
    EndsLiveFlows = 1 << 7,

    /// <summary>Entries are in a table, chain or set of our own. Without it, the administrator uses the place too.</summary>
    ExclusivePlace = 1 << 8,
}
