using System.Buffers.Binary;
using static ActiveResponse.Responders.Firewall.Nftables.Netlink.ExpressionFormat;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Recognizes rules that may let packets pass what follows; of ours, only the one for neighbour discovery does, and it is left
/// out.</summary>
internal static class PassageFormat
{
    /// <summary>Whether a rule accepts some packets, or sends them elsewhere.</summary>
    /// <param name="expressions">The expressions of a rule.</param>
    public static bool LetsPass(ReadOnlySpan<byte> expressions)
    {
        var list = new NetlinkAttributes(expressions);
        while (list.MoveNext())
        {
            var name = NetlinkAttributes.Find(list.Value, NetlinkFormat.ExpressionName).TrimEnd((byte)0);
            var data = NetlinkAttributes.Find(list.Value, NetlinkFormat.ExpressionData);
            if (
                name.SequenceEqual("queue"u8)
                || (name.SequenceEqual("immediate"u8) && IsPassage(data))
                || (name.SequenceEqual("lookup"u8) && IsVerdictMap(data))
            )
            {
                return !IsNeighbourDiscovery(expressions);
            }
        }

        return false;
    }

    private static bool IsPassage(ReadOnlySpan<byte> data)
    {
        var verdict = NetlinkAttributes.Find(NetlinkAttributes.Find(data, ImmediateData, DataVerdict), VerdictCode);
        return verdict.Length == sizeof(int) && BinaryPrimitives.ReadInt32BigEndian(verdict) is not (VerdictDrop or VerdictContinue);
    }

    // The register of verdicts is number 0.
    private static bool IsVerdictMap(ReadOnlySpan<byte> data) => Number(data, LookupResult) == 0;

    // Long: one check per expression of the rule.
    private static bool IsNeighbourDiscovery(ReadOnlySpan<byte> expressions)
    {
        var list = new NetlinkAttributes(expressions);
        if (
            !Next(ref list, "meta"u8, out var meta)
            || (Number(meta, MetaKey) == NetworkFamily && !(Next(ref list, "cmp"u8, out _) && Next(ref list, "meta"u8, out meta)))
        )
        {
            return false;
        }

        return Number(meta, MetaKey) == TransportProtocol
            && Next(ref list, "cmp"u8, out var protocol)
            && NetlinkAttributes.Find(protocol, CompareData, NetlinkFormat.DataValue) is [IcmpV6]
            && Next(ref list, "payload"u8, out var type)
            && Number(type, PayloadBase) == TransportHeader
            && Number(type, PayloadOffset) == 0
            && Number(type, PayloadLength) == 1
            && Next(ref list, "lookup"u8, out _)
            && Next(ref list, "immediate"u8, out _)
            && !list.MoveNext();
    }

    private static bool Next(ref NetlinkAttributes list, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> data)
    {
        data = default;
        if (!list.MoveNext())
        {
            return false;
        }

        data = NetlinkAttributes.Find(list.Value, NetlinkFormat.ExpressionData);
        return NetlinkAttributes.Find(list.Value, NetlinkFormat.ExpressionName).TrimEnd((byte)0).SequenceEqual(wanted);
    }

    private static uint? Number(ReadOnlySpan<byte> data, ushort type) =>
        NetlinkAttributes.Find(data, type) is { Length: sizeof(uint) } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;
}
