using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>An address as the system writes it: an interface may follow after a <c>%</c>, marks may stand around it.</summary>
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
