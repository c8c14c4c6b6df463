using System.Collections.Immutable;
using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>Names that always mean this host (RFC 6761), whether or not a resolver knows them.</summary>
internal static class LocalNames
{
    private static readonly string[] Domains = ["localhost", "localhost.localdomain", "localhost4.localdomain4", "localhost6.localdomain6"];

    // Further names in the systems' hosts files.
    private static readonly string[] Aliases = ["localhost4", "localhost6", "ip6-localhost", "ip6-loopback"];

    public static ImmutableArray<AddressPrefix> Addresses { get; } =
    [AddressPrefix.From(IPAddress.Loopback), AddressPrefix.From(IPAddress.IPv6Loopback)];

    public static bool Contain(string hostName)
    {
        var name = hostName.EndsWith('.') ? hostName[..^1] : hostName;
        return Aliases.Contains(name, StringComparer.OrdinalIgnoreCase)
            || Domains.Any(domain =>
                name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
                && (name.Length == domain.Length || name[^(domain.Length + 1)] == '.')
            );
    }
}
