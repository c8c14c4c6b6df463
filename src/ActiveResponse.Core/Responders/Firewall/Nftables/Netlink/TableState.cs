using System.Buffers.Binary;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Asks the kernel about one table. nft reads all rules of the host for that, however many there are.</summary>
internal static class TableState
{
    private const int LongestReply = 4096;
    private const byte IPv4Family = 2;
    private const byte IPv6Family = 10;

    /// <summary>Whether a table is dormant; no table isn't.</summary>
    /// <param name="open">Opens the socket to ask by.</param>
    /// <param name="isIPv6">Its family.</param>
    /// <param name="table">Its name.</param>
    /// <returns>Null if the kernel doesn't say.</returns>
    public static bool? IsDormant(NetlinkOpener open, bool isIPv6, string table)
    {
        using var socket = open(out _);
        var writer = new NetlinkWriter();
        var start = writer.Begin(NetlinkFormat.GetTable, NetlinkFormat.Request, 1, isIPv6 ? IPv6Family : IPv4Family, 0);
        writer.Add(NetlinkFormat.Table, table);
        writer.End(start);
        if (socket is null || socket.Send(writer.Bytes) != 0)
        {
            return null;
        }

        var reply = new byte[LongestReply];
        var length = socket.Receive(reply, out var error);
        return error == 0 && length <= reply.Length ? Read(reply.AsSpan(0, length)) : null;
    }

    private static bool? Read(ReadOnlySpan<byte> reply)
    {
        var messages = new NetlinkMessages(reply);
        if (!messages.MoveNext())
        {
            return null;
        }

        if (messages.Type != NetlinkFormat.NewTable || messages.Payload.Length < NetlinkFormat.FilterHeaderLength)
        {
            return messages is { Type: NetlinkFormat.Error, ErrorNumber: NetlinkErrors.Missing } ? false : null;
        }

        var flags = NetlinkAttributes.Find(messages.Payload[NetlinkFormat.FilterHeaderLength..], NetlinkFormat.TableFlags);
        return flags.Length == sizeof(uint) ? (BinaryPrimitives.ReadUInt32BigEndian(flags) & NetlinkFormat.TableIsDormant) != 0 : null;
    }
}
