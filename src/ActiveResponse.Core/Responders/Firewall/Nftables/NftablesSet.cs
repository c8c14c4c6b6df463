using System.Globalization;
using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>The set for one family and prefix length.</summary>
/// <remarks>One hash set per length, matched through a mask: an interval set refuses overlapping networks, and each change costs time
/// proportional to its size.</remarks>
internal readonly record struct NftablesSet(bool IsIPv6, int Length)
{
    private const string Hosts4 = "hosts4";
    private const string Hosts6 = "hosts6";
    private const string Networks4 = "nets4_";
    private const string Networks6 = "nets6_";

    private static readonly IPAddress AllOnes6 = IPAddress.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

    private bool IsOfHosts => Length == (IsIPv6 ? 128 : 32);

    public string Name =>
        (IsIPv6, IsOfHosts) switch
        {
            (false, true) => Hosts4,
            (true, true) => Hosts6,
            (false, false) => string.Create(CultureInfo.InvariantCulture, $"{Networks4}{Length}"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"{Networks6}{Length}"),
        };

    public string Type => IsIPv6 ? "ipv6_addr" : "ipv4_addr";

    /// <summary>The condition of a rule: the source is in the set.</summary>
    public string Match
    {
        get
        {
            var source = IsIPv6 ? "ip6 saddr" : "ip saddr";
            var mask = AddressPrefix.From(IsIPv6 ? AllOnes6 : IPAddress.Broadcast, Length).Address;
            return IsOfHosts ? $"{source} @{Name}" : $"{source} & {mask} @{Name}";
        }
    }

    /// <summary>Whether the set's rule can match an element: not one with bits beyond the length, which others may add.</summary>
    public bool Matches(AddressPrefix address, ReadOnlySpan<byte> element)
    {
        Span<byte> bytes = stackalloc byte[IsIPv6 ? 16 : 4];
        address.WriteBytes(bytes);
        return bytes.SequenceEqual(element);
    }

    /// <summary>Sets in the order of their chains: IPv4 first, and hosts before networks.</summary>
    public static IEnumerable<NftablesSet> InOrder(IEnumerable<NftablesSet> sets) =>
        sets.OrderBy(static set => set.IsIPv6).ThenByDescending(static set => set.Length);

    public static NftablesSet Of(AddressPrefix address) => new(address.IsIPv6, address.Length);

    public static bool TryParse(string? name, out NftablesSet set)
    {
        set = name switch
        {
            Hosts4 => new(IsIPv6: false, 32),
            Hosts6 => new(IsIPv6: true, 128),
            not null when name.StartsWith(Networks4, StringComparison.Ordinal) => new(IsIPv6: false, Number(name[Networks4.Length..])),
            not null when name.StartsWith(Networks6, StringComparison.Ordinal) => new(IsIPv6: true, Number(name[Networks6.Length..])),
            _ => new(IsIPv6: false, -1),
        };
        return set.Length >= 0 && set.Length <= (set.IsIPv6 ? 128 : 32) && set.Name == name;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
