using System.Buffers.Binary;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Recognizes the rule that refuses whoever is in one of our sets, as nft makes it of <c>ip saddr @hosts4 drop</c>; nothing else.</summary>
/// <remarks>A rule that another nft would write in another way isn't recognized: then nft is asked, which reads all of them.</remarks>
internal static class RefusalFormat
{
    private const uint ProtocolFamily = 15;
    private const uint NetworkHeader = 1;
    private const uint Equal = 0;
    private const uint VerdictDrop = 0;

    /// <summary>The set, or null for any other rule.</summary>
    /// <param name="expressions">The expressions of a rule.</param>
    public static NftablesSet? SetOf(ReadOnlySpan<byte> expressions)
    {
        // The family, the sender's address, a mask for networks, the set, perhaps a counter, and the end.
        var list = new NetlinkAttributes(expressions);
        if (!Next(ref list, "meta"u8, out var meta) || Number(meta, 2) != ProtocolFamily
            || !Next(ref list, "cmp"u8, out var family) || Number(family, 2) != Equal || !TryReadFamily(Nested(family, 3, NetlinkFormat.DataValue), out var isIPv6)
            || !Next(ref list, "payload"u8, out var sender) || Number(sender, 2) != NetworkHeader || Number(sender, 3) != (isIPv6 ? 8u : 12u) || Number(sender, 4) != (isIPv6 ? 16u : 4u)
            || !TryNext(ref list, out var name, out var data))
        {
            return null;
        }

        scoped ReadOnlySpan<byte> mask = default;
        if (name.SequenceEqual("bitwise"u8))
        {
            mask = Nested(data, 4, NetlinkFormat.DataValue);
            if (mask.IsEmpty || Nested(data, 5, NetlinkFormat.DataValue).ContainsAnyExcept((byte)0) || !TryNext(ref list, out name, out data))
            {
                return null;
            }
        }

        return name.SequenceEqual("lookup"u8) && Number(data, 5) is null or 0 && !NetlinkAttributes.Find(data, 1).IsEmpty && NetlinkAttributes.Find(data, 3).IsEmpty
            && NftablesSet.TryParse(Encoding.UTF8.GetString(NetlinkAttributes.Find(data, 1).TrimEnd((byte)0)), out var set)
            && set.IsIPv6 == isIPv6 && IsMaskOf(set, mask) && EndsInRefusal(ref list)
            ? set
            : null;
    }

    private static bool EndsInRefusal(ref NetlinkAttributes list)
    {
        if (!TryNext(ref list, out var name, out var data) || (name.SequenceEqual("counter"u8) && !TryNext(ref list, out name, out data)))
        {
            return false;
        }

        var verdict = NetlinkAttributes.Find(Nested(data, 2, 2), 1);
        return name.SequenceEqual("reject"u8)
            || (name.SequenceEqual("immediate"u8) && verdict.Length == sizeof(uint) && BinaryPrimitives.ReadUInt32BigEndian(verdict) == VerdictDrop);
    }

    private static bool TryReadFamily(ReadOnlySpan<byte> value, out bool isIPv6)
    {
        isIPv6 = value is [10];
        return isIPv6 || value is [2];
    }

    private static bool IsMaskOf(NftablesSet set, ReadOnlySpan<byte> mask)
    {
        Span<byte> expected = stackalloc byte[set.IsIPv6 ? 16 : 4];
        expected.Fill(0xff);
        if (mask.IsEmpty)
        {
            return set.Length == 8 * expected.Length;
        }

        AddressPrefix.From(expected, set.Length).WriteBytes(expected);
        return mask.SequenceEqual(expected);
    }

    private static bool Next(ref NetlinkAttributes list, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> data) =>
        TryNext(ref list, out var name, out data) && name.SequenceEqual(wanted);

    private static bool TryNext(ref NetlinkAttributes list, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> data)
    {
        name = data = default;
        if (!list.MoveNext())
        {
            return false;
        }

        name = NetlinkAttributes.Find(list.Value, NetlinkFormat.ExpressionName).TrimEnd((byte)0);
        data = NetlinkAttributes.Find(list.Value, NetlinkFormat.ExpressionData);
        return true;
    }

    private static uint? Number(ReadOnlySpan<byte> data, ushort type) =>
        NetlinkAttributes.Find(data, type) is { Length: sizeof(uint) } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    private static ReadOnlySpan<byte> Nested(ReadOnlySpan<byte> data, ushort outer, ushort inner) => NetlinkAttributes.Find(NetlinkAttributes.Find(data, outer), inner);
}
