using System.Buffers.Binary;
using System.Globalization;
using System.Text.Unicode;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Ipset.Netlink;

/// <summary>Writes messages about a set. Each changes one element, so that the kernel judges it alone; existing or missing elements are no
/// errors.</summary>
internal static class IpsetMessages
{
    /// <summary>The maximum size of a change, in bytes.</summary>
    public const int LargestChange = 256;

    /// <summary>Asks for the version of the kernel's protocol.</summary>
    public static void AskProtocol(NetlinkWriter writer, uint sequence) =>
        writer.End(Begin(writer, IpsetFormat.GetProtocol, NetlinkFormat.Request | NetlinkFormat.Acknowledge, sequence, IpsetFormat.IPv4));

    /// <summary>Asks for a set and its elements.</summary>
    public static void AskList(NetlinkWriter writer, uint sequence, string set, bool isIPv6)
    {
        const int Flags = NetlinkFormat.Request | NetlinkFormat.Acknowledge | NetlinkFormat.Dump;
        var start = Begin(writer, IpsetFormat.GetList, Flags, sequence, FamilyOf(isIPv6));
        writer.Add(IpsetFormat.SetName, set);
        writer.End(start);
    }

    /// <summary>Changes an element.</summary>
    /// <returns>Where the message begins.</returns>
    public static int Change(NetlinkWriter writer, uint sequence, string set, FirewallChange change, DateTimeOffset now)
    {
        var type = change.Blocks ? IpsetFormat.AddElement : IpsetFormat.DeleteElement;
        var start = Begin(writer, type, NetlinkFormat.Request, sequence, FamilyOf(change.Address.IsIPv6));
        writer.Add(IpsetFormat.SetName, set);
        var data = writer.BeginNested(IpsetFormat.Data);
        AddAddress(writer, change.Address);
        if (change.Blocks)
        {
            var timeout = writer.Add(IpsetFormat.Timeout | IpsetFormat.NetworkOrder, sizeof(uint));
            BinaryPrimitives.WriteUInt32BigEndian(timeout, (uint)IpsetElement.Timeout(change.Entry, now));
            AddComment(writer, FirewallEnd.Seconds(change.Entry.Until));
        }

        writer.EndNested(data);
        writer.End(start);
        return start;
    }

    private static int Begin(NetlinkWriter writer, ushort type, int flags, uint sequence, byte family)
    {
        var start = writer.Begin(type, (ushort)flags, sequence, family, 0);
        writer.Add(IpsetFormat.Protocol, sizeof(byte))[0] = IpsetFormat.Version;
        return start;
    }

    private static byte FamilyOf(bool isIPv6) => isIPv6 ? IpsetFormat.IPv6 : IpsetFormat.IPv4;

    private static void AddAddress(NetlinkWriter writer, AddressPrefix address)
    {
        var (type, length) = address.IsIPv6 ? (IpsetFormat.Address6, 16) : (IpsetFormat.Address4, 4);
        var nested = writer.BeginNested(IpsetFormat.Address);
        address.WriteBytes(writer.Add((ushort)(type | IpsetFormat.NetworkOrder), length));
        writer.EndNested(nested);
        writer.Add(IpsetFormat.Length, sizeof(byte))[0] = (byte)address.Length;
    }

    private static void AddComment(NetlinkWriter writer, long? end)
    {
        if (end is null)
        {
            writer.Add(IpsetFormat.Comment, IptablesRule.Mark);
            return;
        }

        // No string for each of very many elements.
        Span<byte> text = stackalloc byte[64];
        _ = Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{IpsetElement.End}{end}", out var length);
        text[length] = 0;
        text[..(length + 1)].CopyTo(writer.Add(IpsetFormat.Comment, length + 1));
    }
}
