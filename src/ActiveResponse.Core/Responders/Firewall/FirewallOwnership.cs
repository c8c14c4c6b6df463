namespace ActiveResponse.Responders.Firewall;

/// <summary>Whose place the entries stand in.</summary>
public enum FirewallOwnership
{
    /// <summary>A table, chain or set of our own: whatever is in it is ours.</summary>
    Exclusive,

    /// <summary>A place the administrator uses too: only entries known to be ours are ever removed.</summary>
    Shared,
}
