using System.Buffers.Binary;
using System.Net;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Packets as they come from the wire: Ethernet, VLAN tags, a header of IP, and what follows.</summary>
internal static class Packet
{
    public const ushort IPv4 = 0x0800;
    public const ushort IPv6 = 0x86dd;
    public const ushort Vlan = 0x8100;
    public const ushort ServiceVlan = 0x88a8;
    public const byte Udp = 17;
    public const byte Icmp6 = 58;

    /// <summary>A packet of UDP from an address.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="tags">Its VLAN tags, the outer one first.</param>
    public static byte[] From(string source, params ushort[] tags)
    {
        var address = IPAddress.Parse(source);
        return address.GetAddressBytes().Length == 4
            ? Frame(IPv4, [.. Header4(address), .. new byte[8]], tags)
            : Frame(IPv6, [.. Header6(address, Udp, hops: 64), .. new byte[8]], tags);
    }

    /// <summary>A frame of Ethernet.</summary>
    public static byte[] Frame(ushort type, byte[] content, params ushort[] tags)
    {
        var frame = new List<byte>(new byte[12]);
        foreach (var tag in tags)
        {
            Append(frame, tag);
            Append(frame, 7);
        }

        Append(frame, type);
        frame.AddRange(content);
        return [.. frame];
    }

    /// <summary>A header of IPv4, from a source to 192.0.2.1.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="fragment">Flags and offset of a fragment.</param>
    /// <param name="options">Words of options.</param>
    public static byte[] Header4(IPAddress source, ushort fragment = 0, int options = 0)
    {
        var header = new byte[20 + (options * 4)];
        header[0] = (byte)(0x40 | (5 + options));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), fragment);
        header[8] = 64;
        header[9] = Udp;
        source.TryWriteBytes(header.AsSpan(12), out _);
        IPAddress.Parse("192.0.2.1").TryWriteBytes(header.AsSpan(16), out _);
        return header;
    }

    /// <summary>A header of IPv6, from a source to 2001:db8::1.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="next">What follows.</param>
    /// <param name="hops">How many hops are left.</param>
    public static byte[] Header6(IPAddress source, byte next, byte hops)
    {
        var header = new byte[40];
        header[0] = 0x60;
        header[6] = next;
        header[7] = hops;
        source.TryWriteBytes(header.AsSpan(8), out _);
        IPAddress.Parse("2001:db8::1").TryWriteBytes(header.AsSpan(24), out _);
        return header;
    }

    private static void Append(List<byte> frame, ushort number)
    {
        frame.Add((byte)(number >> 8));
        frame.Add((byte)number);
    }
}
