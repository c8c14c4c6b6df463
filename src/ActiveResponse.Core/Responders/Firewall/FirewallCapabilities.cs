namespace ActiveResponse.Responders.Firewall;

/// <summary>What a firewall backend can express and do by itself.</summary>
public sealed record FirewallCapabilities
{
    /// <summary>Whether it blocks IPv6.</summary>
    public required bool IPv6 { get; init; }

    /// <summary>Whether it blocks networks and not only single addresses.</summary>
    public required bool Prefixes { get; init; }

    /// <summary>Whether the platform ends an entry by itself; then an extension must be told to it.</summary>
    public required bool KernelExpiry { get; init; }

    /// <summary>Whether a batch is one transaction and not one program run an entry.</summary>
    public required bool Batches { get; init; }

    /// <summary>Whether it can list what is there.</summary>
    public required bool Enumeration { get; init; }

    /// <summary>
    /// Whether our entries can be told from those of others where they stand: by a mark, or because the place is ours alone. Without it, a
    /// listing holds everybody's entries, an add of what is there already is answered with <see cref="ActionOutcome.AlreadyApplied"/>, and
    /// only the record of who put it there keeps an entry of the administrator's from being removed.
    /// </summary>
    public required bool MarksEntries { get; init; }

    /// <summary>Whether the end of an entry stands beside it and is listed; then an extension must be told to it.</summary>
    public required bool KeepsEnds { get; init; }

    /// <summary>Whether established connections of a blocked address end as well.</summary>
    public required bool EndsLiveFlows { get; init; }

    /// <summary>Whose place the entries stand in.</summary>
    public required FirewallOwnership Ownership { get; init; }
}
