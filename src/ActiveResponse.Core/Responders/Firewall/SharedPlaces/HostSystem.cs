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

    /// <summary>Solaris and illumos.</summary>
    Solaris,
}
