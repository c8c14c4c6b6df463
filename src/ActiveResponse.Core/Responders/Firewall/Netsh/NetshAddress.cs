using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>How netsh reads and writes addresses.</summary>
internal static class NetshAddress
{
    /// <summary>An address or network with its prefix length, which the stock program takes to be 32 for IPv6 too.</summary>
    public static string Text(AddressPrefix address) => string.Create(CultureInfo.InvariantCulture, $"{address.Address}/{address.Length}");

    /// <summary>Reads one item of a list: <c>A</c>, <c>A/24</c>, <c>A/255.255.255.0</c>, or <c>A-A</c> as Windows writes some single addresses.</summary>
    public static bool TryParse(string text, out AddressPrefix address)
    {
        if (AddressPrefix.TryParse(text, out address))
        {
            return true;
        }

        var at = text.AsSpan().IndexOfAny('-', '/');
        if (at < 0 || !AddressPrefix.TryParse(text[..at], out var first) || !AddressPrefix.TryParse(text[(at + 1)..], out var second)
            || !first.IsSingleAddress || !second.IsSingleAddress)
        {
            return false;
        }

        address = first;
        return text[at] == '-' ? first == second : TryMask(first, second, out address);
    }

    /// <summary>A network of its address and its dotted mask.</summary>
    public static bool TryMask(AddressPrefix address, AddressPrefix mask, out AddressPrefix network)
    {
        network = address;
        if (address.IsIPv6 || mask.IsIPv6 || address.Address.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        var bits = BinaryPrimitives.ReadUInt32BigEndian(mask.Address.GetAddressBytes());
        var length = BitOperations.LeadingZeroCount(~bits);
        if (length < 32 && bits << length != 0)
        {
            return false;
        }

        network = AddressPrefix.From(new IPAddress(address.Address.GetAddressBytes()), length);
        return true;
    }
}
