using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Parses addresses as systems write them, with an interface after <c>%</c> or surrounding marks.</summary>
internal static class HostAddress
{
    public static bool TryRead(string text, out AddressPrefix address)
    {
        var bare = text.Trim('"', ';', '[', ']');
        var scope = bare.IndexOf('%', StringComparison.Ordinal);
        var isAddress = IPAddress.TryParse(scope < 0 ? bare : bare[..scope], out var parsed);
        address = isAddress ? AddressPrefix.From(parsed!) : default;
        return isAddress;
    }
}
