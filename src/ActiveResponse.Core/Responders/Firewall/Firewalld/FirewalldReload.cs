namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>When firewalld may be reloaded. Creating a set needs one reload, which drops everything that isn't in the permanent
/// configuration.</summary>
public enum FirewalldReload
{
    /// <summary>If the runtime and permanent configurations are the same; otherwise blocking fails and names the difference.</summary>
    WhenNothingChanges,

    /// <summary>Always, whatever is lost.</summary>
    Always,

    /// <summary>Never: the sets are added to the permanent configuration, and blocking fails until someone reloads.</summary>
    Never,
}
