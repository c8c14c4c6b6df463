using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>The notation of hosts_access(5) that denies an address or a network to all services.</summary>
internal static class HostsDenySyntax
{
    private const int LongestClient = 49;

    private static ReadOnlySpan<byte> AllowStart => "ALL : "u8;

    private static ReadOnlySpan<byte> AllowEnd => " : deny"u8;

    /// <summary>The line for a prefix, without its newline.</summary>
    /// <remarks>IPv4 networks have a dotted mask: libwrap on Debian 12 accepts <c>/1</c> to <c>/32</c> too, but older and other builds
    /// don't, and there <c>0.0.0.0/0</c> matches nobody while <c>0.0.0.0/0.0.0.0</c> matches everybody. A single address has no mask:
    /// <c>/255.255.255.255</c> matches nobody.</remarks>
    public static string Entry(AddressPrefix prefix, HostsDenyForm form = HostsDenyForm.DenyFile) =>
        form == HostsDenyForm.AllowFileDeny ? $"ALL : {Client(prefix)} : deny" : $"ALL:{Client(prefix)}";

    /// <summary>Reads a line that has exactly the form of <see cref="Entry"/>.</summary>
    public static bool TryReadEntry(ReadOnlySpan<byte> line, out AddressPrefix prefix, HostsDenyForm form = HostsDenyForm.DenyFile)
    {
        prefix = default;
        var (start, end) = form == HostsDenyForm.AllowFileDeny ? (AllowStart.Length, AllowEnd.Length) : ("ALL:".Length, 0);
        return line.Length > start + end
            && TryReadClient(line[start..^end], out prefix)
            && Ascii.Equals(line, Entry(prefix, form).AsSpan());
    }

    /// <summary>Whether a line has no effect by itself.</summary>
    public static bool IsComment(ReadOnlySpan<byte> line) => line.StartsWith("#"u8) || line.Trim(" \t\r"u8).IsEmpty;

    /// <summary>Reads a line that certainly denies one prefix to all services, whatever its blanks and case.</summary>
    /// <remarks>Strict on purpose: a line that isn't understood costs a duplicate entry, one that is misunderstood would cost the
    /// block.</remarks>
    public static bool TryReadEquivalent(ReadOnlySpan<byte> line, out AddressPrefix prefix, HostsDenyForm form = HostsDenyForm.DenyFile)
    {
        prefix = default;
        line = line.Trim(" \t\r"u8);
        if (form == HostsDenyForm.AllowFileDeny)
        {
            var option = line.LastIndexOf((byte)':');
            if (option < 0 || !Ascii.EqualsIgnoreCase(line[(option + 1)..].Trim(" \t"u8), "deny"u8))
            {
                return false;
            }

            line = line[..option].TrimEnd(" \t"u8);
        }

        if (line.Length < 5 || !Ascii.EqualsIgnoreCase(line[..3], "ALL"u8))
        {
            return false;
        }

        line = line[3..].TrimStart(" \t"u8);
        return line.Length > 0 && line[0] == ':' && TryReadClient(line[1..].TrimStart(" \t"u8), out prefix);
    }

    private static string Client(AddressPrefix prefix) =>
        prefix switch
        {
            { IsIPv6: true, IsSingleAddress: true } => $"[{prefix.Address}]",
            { IsIPv6: true } => string.Create(CultureInfo.InvariantCulture, $"[{prefix.Address}]/{prefix.Length}"),
            { IsSingleAddress: true } => prefix.Address.ToString(),
            _ => $"{prefix.Address}/{Mask(prefix.Length)}",
        };

    private static bool TryReadClient(ReadOnlySpan<byte> client, out AddressPrefix prefix)
    {
        prefix = default;
        if (client.Length is 0 or > LongestClient || !Ascii.IsValid(client))
        {
            return false;
        }

        var text = Encoding.ASCII.GetString(client);
        var slash = text.LastIndexOf('/');
        if (
            !TryReadHost(slash < 0 ? text : text[..slash], out var host)
            || !TryReadLength(slash < 0 ? null : text[(slash + 1)..], host, out var length)
        )
        {
            return false;
        }

        // libwrap compares with the address as written: an address with host bits set matches nobody.
        prefix = AddressPrefix.From(host.Address, length);
        return prefix.Address.Equals(host.Address);
    }

    private static bool TryReadHost(string text, out AddressPrefix host)
    {
        var isBracketed = text.StartsWith('[') && text.EndsWith(']');
        return AddressPrefix.TryParse(isBracketed ? text[1..^1] : text, out host) && host.IsSingleAddress && host.IsIPv6 == isBracketed;
    }

    private static bool TryReadLength(string? text, AddressPrefix host, out int length)
    {
        length = host.Length;
        if (text is null)
        {
            return true;
        }

        if (!text.Contains('.', StringComparison.Ordinal))
        {
            return AddressPrefix.TryParse($"{host}/{text}", out var prefix) && ((length = prefix.Length) > 0 || host.IsIPv6);
        }

        if (host.IsIPv6 || !AddressPrefix.TryParse(text, out var mask) || !mask.IsSingleAddress)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[4];
        mask.Address.TryWriteBytes(bytes, out _);
        length = BitOperations.LeadingZeroCount(~BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return length < 32 && mask.Address.Equals(Mask(length));
    }

    private static IPAddress Mask(int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length == 0 ? 0 : uint.MaxValue << (32 - length));
        return new IPAddress(bytes);
    }
}
