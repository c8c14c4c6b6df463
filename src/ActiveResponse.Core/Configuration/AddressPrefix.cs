using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization;

namespace ActiveResponse.Configuration;

/// <summary>IP address or network: address and prefix length, host bits cleared, IPv4-mapped IPv6 folded to IPv4.</summary>
/// <remarks>
/// A value type of 18 bytes that compares and hashes without allocating. <c>default</c> is the single address <c>0.0.0.0</c>, which the
/// guards refuse, so a value that was never set can't block everybody. Its JSON form is its text.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
[JsonConverter(typeof(AddressPrefixJsonConverter))]
public readonly struct AddressPrefix : IEquatable<AddressPrefix>
{
    /// <summary>Maximum length of the text of an address or network.</summary>
    internal const int Longest = 49;

    // Two halves without padding: a UInt128 would be aligned to 16 bytes, and millions of these are kept.
    private readonly ulong _high;
    private readonly ulong _low;

    // Counted from the right, so that a value that was never set is one address, not all.
    private readonly byte _hostBits;
    private readonly bool _isIPv6;

    private AddressPrefix(UInt128 bits, int length, bool isIPv6)
    {
        var width = isIPv6 ? 128 : 32;
        var kept = length == 0 ? UInt128.Zero : bits >> (width - length) << (width - length);
        (_high, _low) = ((ulong)(kept >> 64), (ulong)kept);
        _hostBits = (byte)(width - length);
        _isIPv6 = isIPv6;
    }

    private UInt128 Bits => new(_high, _low);

    private int Width => _isIPv6 ? 128 : 32;

    /// <summary>Whether it is IPv6.</summary>
    public bool IsIPv6 => _isIPv6;

    /// <summary>The prefix length in bits: 0–32 for IPv4, 0–128 for IPv6.</summary>
    public int Length => Width - _hostBits;

    /// <summary>Whether it is one single address.</summary>
    public bool IsSingleAddress => _hostBits == 0;

    /// <summary>The address, or the first one of the network.</summary>
    public IPAddress Address
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
            return new IPAddress(_isIPv6 ? bytes : bytes[12..]);
        }
    }

    /// <summary>Creates the prefix of an address.</summary>
    /// <param name="address">IPv4 or IPv6; an IPv4-mapped one is folded to IPv4 if the length allows it; a scope id is dropped.</param>
    /// <param name="length">Prefix length in bits; null for the whole address.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length doesn't fit the address family.</exception>
    public static AddressPrefix From(IPAddress address, int? length = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        address.TryWriteBytes(isIPv6 ? bytes : bytes[12..], out _);
        var width = isIPv6 ? 128 : 32;
        var bitCount = length ?? width;
        ArgumentOutOfRangeException.ThrowIfNegative(bitCount, nameof(length));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitCount, width, nameof(length));
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        if (isIPv6 && bitCount >= 96 && bits >> 32 == 0xffff)
        {
            return new AddressPrefix(bits & uint.MaxValue, bitCount - 96, isIPv6: false);
        }

        return new AddressPrefix(bits, bitCount, isIPv6);
    }

    /// <summary>Creates the prefix of 4 or 16 bytes in network order; IPv4-mapped IPv6 is folded likewise.</summary>
    internal static AddressPrefix From(ReadOnlySpan<byte> address, int length)
    {
        if (address.Length == 4)
        {
            return new AddressPrefix(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address), length, isIPv6: false);
        }

        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(address);
        return length >= 96 && bits >> 32 == 0xffff
            ? new AddressPrefix(bits & uint.MaxValue, length - 96, isIPv6: false)
            : new AddressPrefix(bits, length, isIPv6: true);
    }

    /// <summary>Writes the (first) address in network order.</summary>
    /// <param name="destination">4 bytes, or 16 for IPv6.</param>
    internal void WriteBytes(Span<byte> destination)
    {
        if (_isIPv6)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(destination, Bits);
        }
        else
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
        }
    }

    /// <summary>Writes the (first) address as text, without its length.</summary>
    /// <param name="destination">At least <see cref="Longest"/> bytes.</param>
    /// <returns>Number of bytes written.</returns>
    internal int FormatAddress(Span<byte> destination)
    {
        var at = 0;
        if (_isIPv6)
        {
            _ = Address.TryFormat(destination, out at);
            return at;
        }

        // By hand: lists of addresses are long, and IPAddress would allocate for each.
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            _ = Utf8Formatter.TryFormat((byte)(_low >> shift), destination[at..], out var digits);
            at += digits;
            if (shift > 0)
            {
                destination[at++] = (byte)'.';
            }
        }

        return at;
    }

    /// <summary>Parses an address or <c>address/length</c> in canonical notation only.</summary>
    /// <remarks>
    /// Refuses short, hexadecimal and octal forms that some parsers accept (<c>1.2.3</c>, <c>0x7f.1</c>, <c>010.0.0.1</c>), scope ids,
    /// brackets, blanks, dotted masks and lengths that aren't plain digits: text that programs read differently must not reach them.
    /// </remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, out AddressPrefix prefix) => TryParse(text.AsSpan(), out prefix);

    /// <summary>Parses part of a text.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out AddressPrefix prefix)
    {
        prefix = default;
        if (text.IsEmpty || text.Length > Longest)
        {
            return false;
        }

        var slash = text.IndexOf('/');
        var addressText = slash < 0 ? text : text[..slash];
        if (!addressText.Contains(':'))
        {
            if (!TryParseQuad(addressText, out var bits) || !TryParseLength(text, slash, 32, out var length))
            {
                return false;
            }

            prefix = new AddressPrefix(bits, length, isIPv6: false);
            return true;
        }

        if (
            !IsCanonicalIPv6(addressText)
            || !IPAddress.TryParse(addressText, out var address)
            || !TryParseLength(text, slash, 128, out var length6)
        )
        {
            return false;
        }

        prefix = From(address, length6);
        return true;
    }

    private static bool TryParseLength(ReadOnlySpan<char> text, int slash, int width, out int length)
    {
        length = width;
        return slash < 0 || TryParseLength(text[(slash + 1)..], width, out length);
    }

    private static bool TryParseLength(ReadOnlySpan<char> text, int width, out int length)
    {
        length = 0;
        return text.Length is > 0 and <= 3
            && (text.Length == 1 || text[0] != '0')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length)
            && length <= width;
    }

    /// <summary>Returns the network of a length that this is in; the length must not be greater than this one's.</summary>
    internal AddressPrefix Within(int length) => new(Bits, length, _isIPv6);

    /// <summary>Whether every address of <paramref name="other"/> is in this prefix.</summary>
    public bool Contains(AddressPrefix other)
    {
        if (_isIPv6 != other._isIPv6 || other._hostBits > _hostBits)
        {
            return false;
        }

        // A shift by all 128 bits would shift by none.
        return Length == 0 || Bits >> _hostBits == other.Bits >> _hostBits;
    }

    /// <summary>Whether the two have an address in common.</summary>
    public bool Overlaps(AddressPrefix other) => Contains(other) || other.Contains(this);

    /// <inheritdoc/>
    public bool Equals(AddressPrefix other) =>
        _low == other._low && _high == other._high && _hostBits == other._hostBits && _isIPv6 == other._isIPv6;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AddressPrefix other && Equals(other);

    /// <inheritdoc/>
    /// <remarks>
    /// Seeded per process, and over all bits: the hash of a 64-bit number combines its halves, so the owner of a network could choose any
    /// number of colliding addresses.
    /// </remarks>
    public override int GetHashCode() =>
        HashCode.Combine((int)_low, (int)(_low >> 32), (int)_high, (int)(_high >> 32), _hostBits | (_isIPv6 ? 256 : 0));

    /// <summary>The canonical text: an address alone, or <c>address/length</c>.</summary>
    public override string ToString()
    {
        if (!IsSingleAddress)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
        }

        Span<byte> text = stackalloc byte[Longest];
        return Encoding.ASCII.GetString(text[..FormatAddress(text)]);
    }

    /// <summary>Whether the two are the same prefix.</summary>
    public static bool operator ==(AddressPrefix left, AddressPrefix right) => left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(AddressPrefix left, AddressPrefix right) => !left.Equals(right);

    private static bool IsCanonicalIPv6(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c) && c != '.' && c != ':')
            {
                return false;
            }
        }

        var dotted = text[(text.LastIndexOf(':') + 1)..];
        return !dotted.Contains('.') || TryParseQuad(dotted, out _);
    }

    // Lists have very many of them, so without an object for each.
    private static bool TryParseQuad(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        var (parts, digits, part) = (1, 0, 0u);
        foreach (var c in text)
        {
            if (c == '.' && digits > 0 && parts < 4)
            {
                bits = (bits << 8) | part;
                (parts, digits, part) = (parts + 1, 0, 0);
                continue;
            }

            // No leading zero, which some programs read as octal.
            if (!char.IsAsciiDigit(c) || (digits > 0 && part == 0))
            {
                return false;
            }

            (digits, part) = (digits + 1, (part * 10) + c - '0');
            if (part > 255)
            {
                return false;
            }
        }

        bits = (bits << 8) | part;
        return parts == 4 && digits > 0;
    }
}
