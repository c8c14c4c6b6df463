using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>What is in place by our hand, and what of others lets packets of it pass all the same.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Passages">What lets packets pass; mostly none.</param>
internal sealed record FirewallFindings(IReadOnlyList<FirewallEntry> Entries, IReadOnlyList<FirewallPassage> Passages)
{
    /// <summary>What lets packets of an address pass, in words for an operator; null for nothing.</summary>
    public string? PassedBy(AddressPrefix address)
    {
        for (var i = 0; i < Passages.Count; i++)
        {
            if (Passages[i].Concerns(address))
            {
                return Passages[i].Words;
            }
        }

        return null;
    }
}

/// <summary>Something of the administrator's that lets packets pass before they come to our entries.</summary>
/// <param name="Words">What it is, in words for an operator.</param>
/// <param name="Source">The senders whose packets it lets pass; null for all, or for some that aren't told by their address.</param>
internal sealed record FirewallPassage(string Words, AddressPrefix? Source)
{
    /// <summary>The network of all addresses of a family.</summary>
    public static AddressPrefix AllOf(bool isIPv6) => AddressPrefix.From(isIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);

    public bool Concerns(AddressPrefix address) => Source is not { } source || source.Contains(address) || address.Contains(source);
}
