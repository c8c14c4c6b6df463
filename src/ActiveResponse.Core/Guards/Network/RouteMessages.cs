using System.Net;
using System.Runtime.InteropServices;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>
/// Reads the next hops of IPv4 default routes from the answer to a netlink <c>RTM_GETROUTE</c> dump; stops at malformed data.
/// </summary>
/// <remarks>Numbers are in host byte order, addresses in network order: <c>linux/netlink.h</c>, <c>linux/rtnetlink.h</c>.</remarks>
internal static class RouteMessages
{
    private const int HeaderLength = 16;
    private const int RouteLength = 12;
    private const int NextHopLength = 8;
    private const int AttributeLength = 4;
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const ushort Route = 24;
    private const byte Unicast = 1;
    private const int Widest = 1;
    private const ushort Gateway = 5;
    private const ushort Multipath = 9;
    private const ushort Via = 18;

    /// <summary>Reads the messages of one datagram.</summary>
    /// <returns>Whether more datagrams follow.</returns>
    public static bool Read(ReadOnlySpan<byte> data, ICollection<AddressPrefix> gateways)
    {
        while (data.Length >= HeaderLength)
        {
            var length = MemoryMarshal.Read<uint>(data);
            var type = MemoryMarshal.Read<ushort>(data[4..]);
            if (length < HeaderLength || length > data.Length || type is Error or Done)
            {
                return false;
            }

            if (type == Route)
            {
                ReadRoute(data[HeaderLength..(int)length], gateways);
            }

            data = data[Math.Min(data.Length, Aligned((int)length))..];
        }

        return true;
    }

    private static void ReadRoute(ReadOnlySpan<byte> route, ICollection<AddressPrefix> gateways)
    {
        // family, destination length, source length, type of service, table, protocol, scope, type
        if (route.Length >= RouteLength && route[1] <= Widest && route[7] == Unicast)
        {
            ReadAttributes(route[RouteLength..], gateways, mayNest: true);
        }
    }

    private static void ReadAttributes(ReadOnlySpan<byte> data, ICollection<AddressPrefix> gateways, bool mayNest)
    {
        while (data.Length >= AttributeLength)
        {
            var length = MemoryMarshal.Read<ushort>(data);
            if (length < AttributeLength || length > data.Length)
            {
                return;
            }

            var value = data[AttributeLength..length];
            switch (MemoryMarshal.Read<ushort>(data[2..]))
            {
                case Gateway when value.Length is 4 or 16:
                    gateways.Add(AddressPrefix.From(new IPAddress(value)));
                    break;
                case Via when value.Length is 6 or 18:
                    gateways.Add(AddressPrefix.From(new IPAddress(value[2..])));
                    break;
                case Multipath when mayNest:
                    ReadNextHops(value, gateways);
                    break;
                default:
                    break;
            }

            data = data[Math.Min(data.Length, Aligned(length))..];
        }
    }

    private static void ReadNextHops(ReadOnlySpan<byte> data, ICollection<AddressPrefix> gateways)
    {
        while (data.Length >= NextHopLength)
        {
            var length = MemoryMarshal.Read<ushort>(data);
            if (length < NextHopLength || length > data.Length)
            {
                return;
            }

            ReadAttributes(data[NextHopLength..length], gateways, mayNest: false);
            data = data[Math.Min(data.Length, Aligned(length))..];
        }
    }

    private static int Aligned(int length) => (length + 3) & ~3;
}
