namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>The systems whose packet filters are told apart.</summary>
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
