using System.Buffers.Binary;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Elements of our sets in netlink's format.</summary>
internal static class ElementFormat
{
    /// <summary>The maximum size of an element without an end, in bytes.</summary>
    public const int LargestBareElement = 4 + 4 + 4 + 16;

    /// <summary>The maximum size of an element, in bytes.</summary>
    public const int LargestElement = LargestBareElement + 12 + 12;

    /// <summary>Writes an element.</summary>
    /// <param name="writer">The target.</param>
    /// <param name="address">The address.</param>
    /// <param name="milliseconds">The remaining time; null for no end.</param>
    /// <param name="movesEnd">Whether an existing element gets a new end: with an unchanged timeout, the kernel keeps the old end unless
    /// the message has the remaining time.</param>
    public static void Write(NetlinkWriter writer, AddressPrefix address, ulong? milliseconds, bool movesEnd)
    {
        var item = writer.BeginNested(NetlinkFormat.ListItem);
        var key = writer.BeginNested(NetlinkFormat.ElementKey);
        address.WriteBytes(writer.Add(NetlinkFormat.DataValue, address.IsIPv6 ? 16 : 4));
        writer.EndNested(key);
        if (milliseconds is { } time)
        {
            writer.Add(NetlinkFormat.ElementTimeout, time);
            if (movesEnd)
            {
                writer.Add(NetlinkFormat.ElementExpiration, time);
            }
        }

        writer.EndNested(item);
    }

    /// <summary>Reads the elements of a message; skips those of other sets.</summary>
    /// <param name="payload">The message after its header.</param>
    /// <param name="set">The requested set.</param>
    /// <param name="into">The target.</param>
    public static void Read(ReadOnlySpan<byte> payload, NftablesSet set, List<(AddressPrefix Address, TimeSpan? Left)> into)
    {
        if (payload.Length < NetlinkFormat.FilterHeaderLength)
        {
            return;
        }

        var items = new NetlinkAttributes(NetlinkAttributes.Find(payload[NetlinkFormat.FilterHeaderLength..], NetlinkFormat.ListElements));
        while (items.MoveNext())
        {
            var value = NetlinkAttributes.Find(items.Value, NetlinkFormat.ElementKey, NetlinkFormat.DataValue);
            if (
                value.Length == (set.IsIPv6 ? 16 : 4)
                && AddressPrefix.From(value, set.Length) is var address
                && address.IsIPv6 == set.IsIPv6
                && set.Matches(address, value)
            )
            {
                into.Add((address, Left(NetlinkAttributes.Find(items.Value, NetlinkFormat.ElementExpiration))));
            }
        }
    }

    private static TimeSpan? Left(ReadOnlySpan<byte> milliseconds) =>
        milliseconds.Length == sizeof(ulong) && BinaryPrimitives.ReadUInt64BigEndian(milliseconds) is var left and < 10_000_000_000_000
            ? TimeSpan.FromMilliseconds(left)
            : null;
}
