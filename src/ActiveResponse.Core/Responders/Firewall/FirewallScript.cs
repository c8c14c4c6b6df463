using System.Buffers.Text;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>The input of a firewall's program, written as bytes: strings of long batches would be built, joined and copied.</summary>
/// <param name="capacity">The approximate size in bytes.</param>
internal sealed class FirewallScript(int capacity = 256)
{
    // Longer than any number or address.
    private const int Longest = AddressPrefix.Longest;

    private byte[] _bytes = new byte[capacity];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public FirewallScript Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
        return this;
    }

    public FirewallScript Add(string text)
    {
        _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        return this;
    }

    public FirewallScript Add(long number)
    {
        _ = Utf8Formatter.TryFormat(number, Room(Longest), out var count);
        _length += count;
        return this;
    }

    /// <summary>Adds an address alone, or <c>address/length</c>.</summary>
    public FirewallScript Add(AddressPrefix prefix) => prefix.IsSingleAddress ? AddAddress(prefix) : AddWithLength(prefix);

    /// <summary>Adds <c>address/length</c>, also for a single address.</summary>
    public FirewallScript AddWithLength(AddressPrefix prefix) => AddAddress(prefix).Add("/"u8).Add(prefix.Length);

    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);

    private FirewallScript AddAddress(AddressPrefix prefix)
    {
        _length += prefix.FormatAddress(Room(Longest));
        return this;
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        }

        return _bytes.AsSpan(_length);
    }
}
