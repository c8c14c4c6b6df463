using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.NullRoute;

/// <summary>Real packets between network namespaces, and routes of others.</summary>
public sealed class NullRouteTrafficTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_blocked_address_gets_no_answer(bool ipv6, bool forwarded)
    {
        using var lab = forwarded ? await NetworkLab.RoutedAsync() : await NetworkLab.PairAsync();
        using var traffic = await UnansweredTraffic.WatchAsync(lab, ipv6);
        var address = ipv6 ? NetworkLab.Client6 : NetworkLab.Client4;
        var backend = new NullRouteBackend(new NullRouteOptions(), lab.Firewall);
        await traffic.ConnectAsync();

        await backend.BlockAsync(address);

        await traffic.NoConnectionAsync();
        (await backend.LetInAsync(address)).Should().Be(ActionOutcome.Lifted);
        await traffic.ConnectAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_blocked_address_sends_over_an_open_connection_arrives(bool ipv6)
    {
        using var lab = await NetworkLab.PairAsync();
        await lab.Firewall.ExecAsync("sh", "-c", "for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >$f; done");
        using var traffic = await UnansweredTraffic.WatchAsync(lab, ipv6);
        var backend = new NullRouteBackend(new NullRouteOptions(), lab.Firewall);
        var (client, server) = await traffic.ConnectAsync();

        await backend.BlockAsync(ipv6 ? NetworkLab.Client6 : NetworkLab.Client4);

        await traffic.SendAsync(client, 2);
        (await traffic.ReceiveAsync(server)).Should().Be(2, "only answers are stopped, as the capabilities say");
        backend.Capabilities.Should().NotHaveFlag(FirewallCapabilities.EndsLiveFlows);
    }

    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.0/24")]
    [InlineData("198.51.100.7", "198.51.100.7/32 via 203.0.113.9")]
    public async Task A_route_of_others_in_the_very_place_is_left_and_the_block_fails(string network, string route)
    {
        using var lab = await NetworkLab.PairAsync();
        if (route.Contains("via", StringComparison.Ordinal))
        {
            await lab.Firewall.ExecAsync(["ip", "route", "add", .. route.Split(' ')]);
        }

        var before = await lab.Firewall.ExecAsync("ip", "-4", "route", "show");
        var result = (
            await new NullRouteBackend(new NullRouteOptions(), lab.Firewall).ApplyAsync(
                [NftablesBackendExtensions.Entry(network)],
                [],
                CancellationToken.None
            )
        ).Adds.Single();

        result.Should().Match<ResponderResult>(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("another route"));
        (await lab.Firewall.ExecAsync("ip", "-4", "route", "show")).Should().Be(before);
    }

    [Theory]
    [InlineData("198.51.100.7", "blackhole", "0")]
    [InlineData("198.51.100.0/24", "unreachable", "0")]
    [InlineData("2001:db8::7", "prohibit", "1")]
    public async Task A_route_of_others_that_leads_nowhere_will_do_and_stays(string network, string type, string metric)
    {
        using var lab = await NetworkLab.SingleAsync();
        await lab.Firewall.ExecAsync("ip", "route", "add", type, network, "metric", metric);
        var backend = new NullRouteBackend(new NullRouteOptions(), lab.Firewall);

        (await backend.ApplyAsync([NftablesBackendExtensions.Entry(network)], [], CancellationToken.None))
            .Adds.Single()
            .Outcome.Should()
            .Be(ActionOutcome.AlreadyApplied);
        (await backend.LetInAsync(network)).Should().Be(ActionOutcome.AlreadyLifted);

        (await lab.Firewall.ExecAsync("ip", "route", "show", "table", "all")).Should().Contain($"{type} {network}");
    }

    [Fact]
    public async Task Routes_of_another_metric_or_table_are_told_apart()
    {
        using var lab = await NetworkLab.SingleAsync();
        var old = new NullRouteBackend(new NullRouteOptions { Metric = 50 }, lab.Firewall);
        var elsewhere = new NullRouteBackend(new NullRouteOptions { Table = 100 }, lab.Firewall);
        var backend = new NullRouteBackend(new NullRouteOptions(), lab.Firewall);
        await old.BlockAsync("198.51.100.7");

        (await elsewhere.ListedAsync()).Should().BeEmpty("there is no such table yet");
        await elsewhere.BlockAsync("198.51.100.8");

        (await backend.AddressesAsync()).Should().Equal("198.51.100.7");
        (await elsewhere.AddressesAsync()).Should().Equal("198.51.100.8");
        (await backend.LetInAsync("198.51.100.7")).Should().Be(ActionOutcome.Lifted, "the metric it was blocked with doesn't matter");
        (await backend.ListedAsync()).Should().BeEmpty();
    }
}
