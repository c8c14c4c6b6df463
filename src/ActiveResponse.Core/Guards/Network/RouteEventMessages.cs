using System.Runtime.InteropServices;

namespace ActiveResponse.Guards.Network;

/// <summary>Filters the route messages that matter to guards: a router's routes change many times a second.</summary>
internal static class RouteEventMessages
{
    private const int HeaderLength = 16;
    private const ushort NewRoute = 24;
    private const ushort DeletedRoute = 25;

    // A VPN splits the default route in halves (/1) or takes all global IPv6 addresses (2000::/3).
    private const int WidestWorthKnowing = 3;

    /// <summary>Whether a datagram has a message about a link, an address or a default route.</summary>
    public static bool AreRelevant(ReadOnlySpan<byte> data)
    {
        while (data.Length >= HeaderLength)
        {
            var length = MemoryMarshal.Read<uint>(data);
            if (
                length < HeaderLength
                || length > data.Length
                || IsRelevant(MemoryMarshal.Read<ushort>(data[4..]), data[HeaderLength..(int)length])
            )
            {
                return true;
            }

            data = data[Math.Min(data.Length, ((int)length + 3) & ~3)..];
        }

        return false;
    }

    // For a route: family and destination length.
    private static bool IsRelevant(ushort type, ReadOnlySpan<byte> body) =>
        type is not (NewRoute or DeletedRoute) || body.Length < 2 || body[1] <= WidestWorthKnowing;
}
