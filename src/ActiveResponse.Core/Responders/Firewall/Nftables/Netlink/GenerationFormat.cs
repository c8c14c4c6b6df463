using System.Buffers.Binary;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The question for the number of nftables' latest change, and its answer.</summary>
internal static class GenerationFormat
{
    /// <summary>Writes the question.</summary>
    /// <param name="writer">The target.</param>
    /// <param name="sequence">The number of the request.</param>
    /// <param name="flags">More flags; 0 for none.</param>
    public static void Ask(NetlinkWriter writer, uint sequence, ushort flags = 0) =>
        writer.End(
            writer.Begin(NetlinkFormat.GetGeneration, (ushort)(NetlinkFormat.Request | flags), sequence, NetlinkFormat.AnyFamily, 0)
        );

    /// <summary>The number in a reply; null if it has none.</summary>
    public static uint? Read(ushort type, ReadOnlySpan<byte> payload) =>
        type == NetlinkFormat.NewGeneration
        && payload.Length > NetlinkFormat.FilterHeaderLength
        && NetlinkAttributes.Find(payload[NetlinkFormat.FilterHeaderLength..], NetlinkFormat.GenerationId) is { Length: sizeof(uint) } id
            ? BinaryPrimitives.ReadUInt32BigEndian(id)
            : null;
}
