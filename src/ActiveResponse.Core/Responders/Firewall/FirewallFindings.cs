using System.Collections.Immutable;
using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Our entries in place, and what lets their packets pass all the same.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Passages">What lets packets pass; usually nothing.</param>
internal sealed record FirewallFindings(IReadOnlyList<FirewallEntry> Entries, IReadOnlyList<FirewallPassage> Passages)
{
    /// <summary>Those that only one of two firewalls has. Default: none.</summary>
    public IReadOnlySet<AddressPrefix> Halves { get; init; } = ImmutableHashSet<AddressPrefix>.Empty;

    /// <summary>What lets packets of an address pass, for an operator; null if nothing does.</summary>
    public string? PassedBy(AddressPrefix address)
    {
        for (var i = 0; i < Passages.Count; i++)
        {
            if (Passages[i].Concerns(address))
            {
                return Passages[i].Description;
            }
        }

        return null;
    }
}

/// <summary>A rule of the administrator's that accepts packets before they reach our entries.</summary>
/// <param name="Description">A description for an operator.</param>
/// <param name="Source">The senders whose packets pass; null for all, or for those not selected by address.</param>
internal sealed record FirewallPassage(string Description, AddressPrefix? Source)
{
    /// <summary>The network of all addresses of a family.</summary>
    public static AddressPrefix AllOf(bool isIPv6) => AddressPrefix.From(isIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);

    public bool Concerns(AddressPrefix address) => Source is not { } source || source.Contains(address) || address.Contains(source);
}
