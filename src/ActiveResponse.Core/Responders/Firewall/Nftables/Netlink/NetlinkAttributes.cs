using System.Runtime.InteropServices;
using System.Text;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Enumerates attributes up to the first incomplete one.</summary>
/// <param name="bytes">The attributes.</param>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        if (_rest.Length < 4)
        {
            return false;
        }

        var length = MemoryMarshal.Read<ushort>(_rest);
        if (length < 4 || length > _rest.Length)
        {
            _rest = default;
            return false;
        }

        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & NetlinkFormat.TypeMask);
        Value = _rest[4..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }

    /// <summary>The value of the first attribute of a type; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> bytes, ushort type)
    {
        var attributes = new NetlinkAttributes(bytes);
        while (attributes.MoveNext())
        {
            if (attributes.Type == type)
            {
                return attributes.Value;
            }
        }

        return default;
    }

    /// <summary>The value of an attribute within another; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> bytes, ushort outer, ushort inner) => Find(Find(bytes, outer), inner);

    /// <summary>The text of the first attribute of a type; empty if there is none.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, ushort type) => Encoding.UTF8.GetString(Find(bytes, type).TrimEnd((byte)0));
}
