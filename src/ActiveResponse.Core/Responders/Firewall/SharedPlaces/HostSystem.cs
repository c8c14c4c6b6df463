namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>The systems with different packet filters.</summary>
internal enum HostSystem
{
    Other,
    Linux,
    FreeBsd,
    OpenBsd,
    NetBsd,
    MacOs,

    Windows,
    Aix,

    /// <summary>Solaris and illumos.</summary>
    Solaris,
}
