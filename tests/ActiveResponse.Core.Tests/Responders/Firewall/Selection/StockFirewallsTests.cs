using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

public sealed class StockFirewallsTests
{
    [Theory]
    [InlineData(nameof(HostSystem.Linux), "firewalld-drop nftables ipset iptables route-null")]
    [InlineData(nameof(HostSystem.FreeBsd), "pf ipfw ipfilter route-null")]
    [InlineData(nameof(HostSystem.OpenBsd), "pf route-null")]
    [InlineData(nameof(HostSystem.NetBsd), "npf ipfilter route-null")]
    [InlineData(nameof(HostSystem.MacOs), "pf route-null")]
    [InlineData(nameof(HostSystem.Solaris), "ipfilter")]
    [InlineData(nameof(HostSystem.Windows), "netsh windows-route")]
    [InlineData(nameof(HostSystem.Aix), "aix-ipsec")]
    [InlineData(nameof(HostSystem.Other), "")]
    public void Each_system_has_its_firewalls_best_first(string system, string names) =>
        StockFirewalls.NamesOf(Enum.Parse<HostSystem>(system)).Should().Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Makes_those_to_be_chosen_by_name_after_the_others() =>
        StockFirewalls
            .MakeAll(HostSystem.Linux, new FakeCommandRunner(), TimeProvider.System)
            .Select(static backend => backend.Name)
            .Should()
            .Equal("firewalld-drop", "nftables", "ipset", "iptables", "route-null", "firewalld-ipset", "xdp", "xdp+nftables");

    [Fact]
    public void A_null_route_is_made_for_its_system()
    {
        var linux = StockFirewalls.Make("route-null", HostSystem.Linux, new FakeCommandRunner(), TimeProvider.System);
        var bsd = StockFirewalls.Make("route-null", HostSystem.OpenBsd, new FakeCommandRunner(), TimeProvider.System);

        linux.GetType().Should().NotBe(bsd.GetType());
    }
}
