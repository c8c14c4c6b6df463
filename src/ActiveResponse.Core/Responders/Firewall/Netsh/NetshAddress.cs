using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Addresses in netsh's notation.</summary>
internal static class NetshAddress
{
    /// <summary>An address or network with its prefix length; the stock program uses 32 for IPv6 too.</summary>
    public static string Text(AddressPrefix address) => string.Create(CultureInfo.InvariantCulture, $"{address.Address}/{address.Length}");

    /// <summary>Reads one item of a list: <c>A</c>, <c>A/24</c>, <c>A/255.255.255.0</c>, or Windows's <c>A-A</c> for some single
    /// addresses.</summary>
    public static bool TryParse(string text, out AddressPrefix address)
    {
        if (AddressPrefix.TryParse(text, out address))
        {
            return true;
        }

        var at = text.AsSpan().IndexOfAny('-', '/');
        if (at < 0 || !AddressPrefix.TryParse(text[..at], out address) || !address.IsSingleAddress)
        {
            return false;
        }

        var rest = text[(at + 1)..];
        if (text[at] == '-')
        {
            return AddressPrefix.TryParse(rest, out var last) && last == address;
        }

        if (address.IsIPv6 || DottedMask.LengthOf(rest) is not { } length)
        {
            return false;
        }

        address = AddressPrefix.From(address.Address, length);
        return true;
    }
}
