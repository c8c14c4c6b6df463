using System.Text;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

/// <summary>The table in the documents is made of what the code says.</summary>
public sealed class CapabilityTableTests
{
    private const string Page = "docs/responders/README.md";

    // A page each; the two null routes share a name.
    private static readonly (string Name, HostSystem System, string Page)[] Built =
    [
        ("firewalld-drop", HostSystem.Linux, "firewalld.md"),
        ("firewalld-ipset", HostSystem.Linux, "firewalld.md"),
        ("nftables", HostSystem.Linux, "nftables.md"),
        ("ipset", HostSystem.Linux, "ipset.md"),
        ("iptables", HostSystem.Linux, "iptables.md"),
        ("xdp", HostSystem.Linux, "xdp.md"),
        ("xdp+nftables", HostSystem.Linux, "xdp.md"),
        ("route-null", HostSystem.Linux, "null-route.md"),
        ("pf", HostSystem.OpenBsd, "pf.md"),
        ("ipfw", HostSystem.FreeBsd, "ipfw.md"),
        ("ipfilter", HostSystem.Solaris, "ipfilter.md"),
        ("npf", HostSystem.NetBsd, "npf.md"),
        ("route-null", HostSystem.FreeBsd, "bsd-route.md"),
        ("netsh", HostSystem.Windows, "windows-firewall.md"),
        ("windows-route", HostSystem.Windows, "windows-route.md"),
        ("aix-ipsec", HostSystem.Aix, "aix-ipsec.md"),
    ];

    [Fact]
    public void Is_what_the_code_says()
    {
        var table = Table();
        if (Environment.GetEnvironmentVariable("ACCEPT_CAPABILITIES") == "1")
        {
            var path = RepositoryFiles.PathOf(Page);
            var text = File.ReadAllText(path);
            var start = text.IndexOf("| Firewall |", StringComparison.Ordinal);
            var end = text.IndexOf("\n\n", start, StringComparison.Ordinal);
            File.WriteAllText(path, string.Concat(text.AsSpan(0, start), table, text.AsSpan(end)));
        }

        RepositoryFiles.Read(Page).Should().Contain(table);
    }

    [Fact]
    public void Has_every_firewall_of_every_system() =>
        Enum.GetValues<HostSystem>()
            .SelectMany(static system => StockFirewalls.NamesOf(system).Concat(StockFirewalls.ByNameOnly(system)))
            .Distinct()
            .Should()
            .BeSubsetOf(Built.Select(static built => built.Name));

    [Fact]
    public void Every_firewall_has_the_name_it_is_chosen_by()
    {
        foreach (var (name, system, _) in Built)
        {
            StockFirewalls.Make(name, system, new FakeCommandRunner(), TimeProvider.System).Name.Should().Be(name);
        }
    }

    private static string Table()
    {
        var table = new StringBuilder(
            "| Firewall | IPv6 | networks | kernel expiry | batches | lists | marks ours | keeps ends | ends connections | "
                + "place |\n|--|--|--|--|--|--|--|--|--|--|"
        );
        foreach (var (name, system, page) in Built)
        {
            Row(table, name, page, StockFirewalls.Make(name, system, new FakeCommandRunner(), TimeProvider.System).Capabilities);
        }

        Row(table, "host-deny", "host-deny.md", new HostsDenyBackend(new HostsDenyOptions(), TimeProvider.System).Capabilities);
        return table.ToString();
    }

    private static void Row(StringBuilder table, string name, string page, FirewallCapabilities can)
    {
        table.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n| [{name}]({page}) |");
        foreach (
            var capability in Enum.GetValues<FirewallCapabilities>()
                .Where(static one => one is not (FirewallCapabilities.None or FirewallCapabilities.ExclusivePlace))
        )
        {
            table.Append(can.HasFlag(capability) ? " yes |" : " |");
        }

        table.Append(can.HasFlag(FirewallCapabilities.ExclusivePlace) ? " ours |" : " shared |");
    }
}
