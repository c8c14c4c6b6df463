namespace ActiveResponse.Responders.Firewall.Ipset.Netlink;

/// <summary>The constants of <c>linux/netfilter/ipset/ip_set.h</c> in use.</summary>
internal static class IpsetFormat
{
    /// <summary>The oldest version that kernels of today answer; those up to 4.19 know no other.</summary>
    public const byte Version = 6;

    public const byte IPv4 = 2;
    public const byte IPv6 = 10;

    private const ushort Subsystem = 6 << 8;

    public const ushort GetProtocol = Subsystem | 1;
    public const ushort GetList = Subsystem | 7;
    public const ushort AddElement = Subsystem | 9;
    public const ushort DeleteElement = Subsystem | 10;

    /// <summary>The flag of numbers in the network's byte order, which the kernel requires.</summary>
    public const ushort NetworkOrder = 0x4000;

    public const ushort Protocol = 1;
    public const ushort SetName = 2;
    public const ushort TypeName = 3;
    public const ushort Family = 5;
    public const ushort Data = 7;
    public const ushort Elements = 8;

    public const ushort Address = 1;
    public const ushort Address4 = 1;
    public const ushort Address6 = 2;
    public const ushort Length = 3;
    public const ushort Timeout = 6;
    public const ushort Flags = 8;
    public const ushort Comment = 26;

    /// <summary>The flag of a set whose elements have comments.</summary>
    public const uint WithComment = 16;

    /// <summary>ipset's own errors begin after this one.</summary>
    public const int PrivateErrors = 4096;

    /// <summary>The error of a full set.</summary>
    public const int HashFull = 4352;
}
