using System.Globalization;

namespace ActiveResponse.Tool.Export;

/// <summary>A table with two sets, for <c>nft -f</c>.</summary>
internal sealed class NftablesSets(string name) : ISetLanguage
{
    // Elements of one statement: a list that is too long doesn't fit a netlink message.
    private const int AtOnce = 500;

    public bool Nests => false;

    // nft counts days in 16 bits less one.
    public long MostSeconds => 10L * 365 * 24 * 3600;

    public IEnumerable<string> Lines(IReadOnlyList<SetElement> ipv4, IReadOnlyList<SetElement> ipv6)
    {
        yield return $"add table inet {name}";
        foreach (var (set, type, elements) in new[] { ($"{name}4", "ipv4_addr", ipv4), ($"{name}6", "ipv6_addr", ipv6) })
        {
            yield return $"add set inet {name} {set} {{ type {type}; flags interval, timeout; }}";
            foreach (var some in elements.Chunk(AtOnce))
            {
                yield return $"add element inet {name} {set} {{ {string.Join(", ", some.Select(TextOf))} }}";
            }
        }
    }

    private static string TextOf(SetElement element) =>
        element.Seconds is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"{element.Network} timeout {seconds}s")
            : element.Network.ToString();
}
