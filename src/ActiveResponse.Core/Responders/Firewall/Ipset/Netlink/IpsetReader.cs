using System.Buffers.Binary;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Ipset.Netlink;

/// <summary>Reads the messages of a set's list.</summary>
/// <param name="isIPv6">The family that the set should have.</param>
/// <param name="into">The target.</param>
internal readonly struct IpsetReader(bool isIPv6, IpsetListing into)
{
    /// <summary>Reads a message.</summary>
    /// <param name="payload">The message after its header.</param>
    public void Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < NetlinkFormat.FilterHeaderLength)
        {
            return;
        }

        var attributes = payload[NetlinkFormat.FilterHeaderLength..];
        if (NetlinkAttributes.Find(attributes, IpsetFormat.TypeName) is { IsEmpty: false } type)
        {
            into.Describe(IsOurKind(type, attributes));
        }

        var elements = new NetlinkAttributes(NetlinkAttributes.Find(attributes, IpsetFormat.Elements));
        while (elements.MoveNext())
        {
            if (TryRead(elements.Value, out var entry))
            {
                into.Add(entry);
            }
            else
            {
                into.AddOther();
            }
        }
    }

    private bool IsOurKind(ReadOnlySpan<byte> type, ReadOnlySpan<byte> attributes)
    {
        var data = NetlinkAttributes.Find(attributes, IpsetFormat.Data);
        return type.SequenceEqual("hash:net\0"u8)
            && NetlinkAttributes.Find(attributes, IpsetFormat.Family) is [var family]
            && family == (isIPv6 ? IpsetFormat.IPv6 : IpsetFormat.IPv4)
            && !NetlinkAttributes.Find(data, IpsetFormat.Timeout).IsEmpty
            && NetlinkAttributes.Find(data, IpsetFormat.Flags) is { Length: sizeof(uint) } flags
            && (BinaryPrimitives.ReadUInt32BigEndian(flags) & IpsetFormat.WithComment) != 0;
    }

    private bool TryRead(ReadOnlySpan<byte> element, out FirewallEntry entry)
    {
        entry = default;
        ReadOnlySpan<byte> address = default;
        ReadOnlySpan<byte> length = default;
        ReadOnlySpan<byte> timeout = default;
        ReadOnlySpan<byte> comment = default;
        var attributes = new NetlinkAttributes(element);
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case IpsetFormat.Address:
                    address = NetlinkAttributes.Find(attributes.Value, isIPv6 ? IpsetFormat.Address6 : IpsetFormat.Address4);
                    break;
                case IpsetFormat.Length:
                    length = attributes.Value;
                    break;
                case IpsetFormat.Timeout:
                    timeout = attributes.Value;
                    break;
                case IpsetFormat.Comment:
                    comment = attributes.Value;
                    break;
                default:
                    // An exception from a network, or counters: not one of ours.
                    return false;
            }
        }

        if (timeout.Length != sizeof(uint) || !TryReadAddress(address, length, out var prefix) || !TryReadEnd(comment, out var until))
        {
            return false;
        }

        entry = new FirewallEntry(prefix, until);
        return true;
    }

    private bool TryReadAddress(ReadOnlySpan<byte> address, ReadOnlySpan<byte> length, out AddressPrefix prefix)
    {
        prefix = default;
        var bytes = isIPv6 ? 16 : 4;
        if (address.Length != bytes || length is not [> 0 and var bits] || bits > 8 * bytes)
        {
            return false;
        }

        prefix = AddressPrefix.From(address, bits);
        return prefix.IsIPv6 == isIPv6;
    }

    // The longest comment of the kernel has 255 bytes, ours are much shorter.
    private static bool TryReadEnd(ReadOnlySpan<byte> comment, out DateTimeOffset? until)
    {
        until = null;
        Span<char> text = stackalloc char[64];
        return comment is [.. { Length: <= 64 } bytes, 0]
            && System.Text.Ascii.ToUtf16(bytes, text, out var count) == System.Buffers.OperationStatus.Done
            && IpsetElement.TryParseComment(text[..count], out until);
    }
}
