using System.Buffers.Binary;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Elements of our sets as netlink carries them.</summary>
internal static class ElementFormat
{
    /// <summary>The most bytes that an element without an end takes.</summary>
    public const int LargestBareElement = 4 + 4 + 4 + 16;

    /// <summary>The most bytes that one element takes.</summary>
    public const int LargestElement = LargestBareElement + 12 + 12;

    /// <summary>Writes an element.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="address">The address.</param>
    /// <param name="milliseconds">The time it has left; null for no end.</param>
    /// <param name="movesEnd">Whether an element that is there is to end anew: the kernel keeps the old end where the timeout is unchanged,
    /// unless the message says how much is left.</param>
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

    /// <summary>Reads the elements of a message; what isn't an element of that set is passed over.</summary>
    /// <param name="payload">What stands behind the message's header.</param>
    /// <param name="set">The set that was asked for.</param>
    /// <param name="into">Where to.</param>
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
