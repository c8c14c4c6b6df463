namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>What differs between IPv4 and IPv6.</summary>
/// <param name="IsIPv6">Whether it is IPv6.</param>
/// <param name="AddressLength">The bytes of an address.</param>
/// <param name="SourceAt">Where the source is in the header.</param>
/// <param name="Hosts">The number of the map with blocked addresses.</param>
/// <param name="Networks">The number of the map with blocked networks.</param>
/// <param name="Counter">The index of its counter.</param>
internal sealed record XdpFamily(bool IsIPv6, int AddressLength, int SourceAt, int Hosts, int Networks, int Counter)
{
    /// <summary>Where the length of a network is in its value, after its end.</summary>
    public const int LengthAt = sizeof(ulong);

    public static XdpFamily IPv4 { get; } = new(IsIPv6: false, AddressLength: 4, SourceAt: 12, Hosts: 0, Networks: 2, Counter: 0);

    public static XdpFamily IPv6 { get; } = new(IsIPv6: true, AddressLength: 16, SourceAt: 8, Hosts: 1, Networks: 3, Counter: 1);

    public int Bits => AddressLength * 8;

    public static XdpFamily Of(bool isIPv6) => isIPv6 ? IPv6 : IPv4;
}
