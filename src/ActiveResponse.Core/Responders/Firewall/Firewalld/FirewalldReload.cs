namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>When firewalld may be reloaded, which it takes once to make a set, and which drops whatever isn't in its permanent
/// configuration.</summary>
public enum FirewalldReload
{
    /// <summary>If what is in force is what the permanent configuration says; else blocking fails and names the difference.</summary>
    WhenNothingChanges,

    /// <summary>Whatever is lost by it.</summary>
    Always,

    /// <summary>Not by us: the sets are put into the permanent configuration, and blocking fails until somebody reloads.</summary>
    Never,
}
