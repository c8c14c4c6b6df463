using ActiveResponse.Responders.Firewall;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Which interfaces are guarded, as they come and go.</summary>
public sealed class XdpInterfacesTests
{
    private const string Host = "203.0.113.9";

    [Fact]
    public async Task Without_names_they_are_those_with_a_default_route()
    {
        using var lab = await XdpLab.RoutedAsync();
        var backend = lab.Backend(lab.Options with { Interfaces = [] });
        await RouteAsync(lab, "203.0.113.9", "lan0");
        await backend.BlockAsync(Host);
        (await ReasonAsync(backend)).Should().Contain("lan0 (generic)").And.NotContain("lan1");

        await RouteAsync(lab, "2001:db8:2::9", "lan1");
        (await ReasonAsync(backend)).Should().Contain("lan1 (not attached yet)");
        (await backend.AddressesAsync()).Should().Equal(Host);

        (await ReasonAsync(backend)).Should().Contain("lan0 (generic), lan1 (generic)");
    }

    [Fact]
    public async Task One_that_comes_back_is_guarded_again()
    {
        using var lab = await XdpLab.RoutedAsync();
        var backend = lab.Backend(lab.Options with { Interfaces = ["lan0", "lan1"] });
        await backend.BlockAsync(Host);
        await lab.Network.Firewall.ExecAsync("ip", "link", "delete", "lan1");
        (await backend.AddressesAsync()).Should().Equal([Host], "it is still stopped at the other one");

        await lab.Network.Firewall.ExecAsync("ip", "link", "add", "lan1", "type", "veth", "peer", "name", "lan9");
        (await ReasonAsync(backend)).Should().Contain("lan1 (not attached yet)");
        (await backend.AddressesAsync()).Should().Equal(Host);

        (await ReasonAsync(backend)).Should().Contain("lan1 (generic)");
    }

    [Fact]
    public async Task One_whose_place_another_program_took_hides_nothing_and_leaves_no_other_one_out()
    {
        using var lab = await XdpLab.RoutedAsync();
        var backend = lab.Backend(lab.Options with { Interfaces = ["lan0", "lan1", "lan2"] });
        await backend.BlockAsync(Host);
        lab.Detach("lan0");
        using var theirs = OtherProgram.Attach(lab);
        await lab.Network.Firewall.ExecAsync("ip", "link", "add", "lan2", "type", "veth", "peer", "name", "lan9");

        (await backend.AddressesAsync()).Should().Equal(Host);

        (await backend.ProbeAsync(CancellationToken.None)).Reason.Should().Contain($"lan0 has another XDP program: '{OtherProgram.Name}'");
        (await lab.DescribeAsync()).Should().Contain($"link_{lab.IndexOf("lan2")}");
    }

    [Fact]
    public async Task One_that_is_named_and_not_there_is_told()
    {
        using var lab = await XdpLab.PairAsync();
        var backend = lab.Backend(lab.Options with { Interfaces = ["lan7", "lan0", "lo"] });

        await backend.BlockAsync(Host);

        (await ReasonAsync(backend)).Should().Contain("lan0 (generic)").And.Contain("no such Ethernet interface: lan7, lo.");
    }

    [Fact]
    public async Task Where_there_is_none_the_probe_says_why()
    {
        using var lab = await XdpLab.PairAsync();

        (await ReasonAsync(lab.Backend(lab.Options with { Interfaces = [] }), isUsable: false))
            .Should()
            .Contain("no interface has a default route")
            .And.Contain("Interfaces");
        (await ReasonAsync(lab.Backend(lab.Options with { Interfaces = ["lo"] }), isUsable: false))
            .Should()
            .Contain("no Ethernet interface of this name: lo");
        await lab.Network.Firewall.ExecAsync("ip", "route", "add", "default", "dev", "lo");
        (await ReasonAsync(lab.Backend(lab.Options with { Interfaces = [] }), isUsable: false)).Should().Contain("is an Ethernet (lo)");
    }

    private static Task<string> RouteAsync(XdpLab lab, string gateway, string device) =>
        lab.Network.Firewall.ExecAsync("ip", "route", "add", "default", "via", gateway, "dev", device, "metric", "77");

    private static async Task<string> ReasonAsync(IFirewallBackend backend, bool isUsable = true)
    {
        var probe = await backend.ProbeAsync(CancellationToken.None);
        probe.IsUsable.Should().Be(isUsable, probe.Reason);
        return probe.Reason;
    }
}
