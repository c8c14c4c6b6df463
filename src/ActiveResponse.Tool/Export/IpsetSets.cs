using System.Globalization;

namespace ActiveResponse.Tool.Export;

/// <summary>Two sets, for <c>ipset restore</c>.</summary>
internal sealed class IpsetSets(string name) : ISetLanguage
{
    // The default of ipset.
    private const int LeastCapacity = 65_536;

    public bool Nests => true;

    // The kernel counts milliseconds in 32 bits, and refuses more.
    public long MostSeconds => 2_147_483;

    public IEnumerable<string> Lines(IReadOnlyList<SetElement> ipv4, IReadOnlyList<SetElement> ipv6)
    {
        foreach (var (set, family, elements) in new[] { ($"{name}4", "inet", ipv4), ($"{name}6", "inet6", ipv6) })
        {
            var most = Math.Max(LeastCapacity, elements.Count * 2);
            yield return string.Create(CultureInfo.InvariantCulture, $"create {set} hash:net family {family} timeout 0 maxelem {most}");
            foreach (var element in elements)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"add {set} {element.Network} timeout {element.Seconds ?? 0}");
            }
        }
    }
}
