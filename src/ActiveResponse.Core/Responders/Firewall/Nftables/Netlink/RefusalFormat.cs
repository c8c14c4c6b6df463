using System.Buffers.Binary;
using ActiveResponse.Configuration;
using static ActiveResponse.Responders.Firewall.Nftables.Netlink.ExpressionFormat;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Recognizes the rule that refuses the members of one of our sets, as nft compiles <c>ip saddr @hosts4 drop</c>, and no
/// other.</summary>
/// <remarks>A rule compiled differently by another version of nft isn't recognized: then nft itself is asked, which reads all of
/// them.</remarks>
internal static class RefusalFormat
{
    /// <summary>The set, or null for any other rule.</summary>
    /// <param name="expressions">The expressions of a rule.</param>
    // Long: one check per expression of the rule.
    public static NftablesSet? SetOf(ReadOnlySpan<byte> expressions)
    {
        // The family, the source address, a mask for networks, the set, perhaps a counter, and the verdict.
        var list = new NetlinkAttributes(expressions);
        if (!TakesFamily(ref list, out var isIPv6) || !TakesSender(ref list, isIPv6) || !TryNext(ref list, out var name, out var data))
        {
            return null;
        }

        scoped ReadOnlySpan<byte> mask = default;
        if (name.SequenceEqual("bitwise"u8))
        {
            mask = NetlinkAttributes.Find(data, BitwiseMask, NetlinkFormat.DataValue);
            if (
                mask.IsEmpty
                || NetlinkAttributes.Find(data, BitwiseXor, NetlinkFormat.DataValue).ContainsAnyExcept((byte)0)
                || !TryNext(ref list, out name, out data)
            )
            {
                return null;
            }
        }

        return
            name.SequenceEqual("lookup"u8)
            && TryReadSet(data, out var set)
            && set.IsIPv6 == isIPv6
            && IsMaskOf(set, mask)
            && EndsInRefusal(ref list)
            ? set
            : null;
    }

    private static bool TakesFamily(ref NetlinkAttributes list, out bool isIPv6)
    {
        isIPv6 = false;
        return Next(ref list, "meta"u8, out var meta)
            && Number(meta, MetaKey) == NetworkFamily
            && Next(ref list, "cmp"u8, out var family)
            && Number(family, CompareOperation) == Equal
            && TryReadFamily(NetlinkAttributes.Find(family, CompareData, NetlinkFormat.DataValue), out isIPv6);
    }

    private static bool TakesSender(ref NetlinkAttributes list, bool isIPv6) =>
        Next(ref list, "payload"u8, out var sender)
        && Number(sender, PayloadBase) == NetworkHeader
        && Number(sender, PayloadOffset) == (isIPv6 ? 8u : 12u)
        && Number(sender, PayloadLength) == (isIPv6 ? 16u : 4u);

    private static bool TryReadSet(ReadOnlySpan<byte> lookup, out NftablesSet set)
    {
        set = default;
        return Number(lookup, LookupFlags) is null or 0
            && NetlinkAttributes.Find(lookup, LookupResult).IsEmpty
            && NftablesSet.TryParse(NetlinkAttributes.Text(lookup, LookupSet), out set);
    }

    private static bool EndsInRefusal(ref NetlinkAttributes list)
    {
        if (!TryNext(ref list, out var name, out var data) || (name.SequenceEqual("counter"u8) && !TryNext(ref list, out name, out data)))
        {
            return false;
        }

        var verdict = NetlinkAttributes.Find(NetlinkAttributes.Find(data, ImmediateData, DataVerdict), VerdictCode);
        return name.SequenceEqual("reject"u8)
            || (
                name.SequenceEqual("immediate"u8)
                && verdict.Length == sizeof(uint)
                && BinaryPrimitives.ReadUInt32BigEndian(verdict) == VerdictDrop
            );
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
}
