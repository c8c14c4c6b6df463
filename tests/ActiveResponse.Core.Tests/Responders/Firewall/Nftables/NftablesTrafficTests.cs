using System.Net.Sockets;
using System.Text.Json;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

/// <summary>Real packets between network namespaces, blocked by the whole engine.</summary>
public class NftablesTrafficTests
{
    private static readonly NftablesOptions Counting = new() { Counter = true };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_alert_stops_new_and_open_connections_until_the_block_ends(bool ipv6, bool forwarded)
    {
        using var lab = forwarded ? await NetworkLab.RoutedAsync() : await NetworkLab.PairAsync();
        using var traffic = Traffic(lab, ipv6);
        await using var engine = await StartAsync(lab, Counting);
        var (client, server) = await traffic.ConnectAsync();

        await engine.AlertAsync(ipv6 ? NetworkLab.Client6 : NetworkLab.Client4);

        await traffic.NoConnectionAsync();
        await traffic.NoBytesAsync(client, server);
        await engine.PassAsync(600);
        await traffic.ConnectAsync();
        (await traffic.ReceiveAsync(server)).Should().Be(2, "what was held back is sent again");
        engine.Outcomes.Should().Equal(ActionOutcome.Applied, ActionOutcome.Lifted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_kernel_ends_a_block_by_itself_and_the_revert_that_follows_is_no_error(bool ipv6)
    {
        using var lab = await NetworkLab.PairAsync();
        using var traffic = Traffic(lab, ipv6);
        await using var engine = await StartAsync(lab, Counting, seconds: 3);

        await engine.AlertAsync(ipv6 ? NetworkLab.Client6 : NetworkLab.Client4);
        await traffic.NoConnectionAsync();
        await traffic.ConnectSoonAsync();

        await engine.PassAsync(3);
        engine.Outcomes.Should().Equal(ActionOutcome.Applied, ActionOutcome.Lifted);
    }

    [Fact]
    public async Task A_second_alert_reaches_the_kernel_too()
    {
        using var lab = await NetworkLab.SingleAsync();
        await using var engine = await StartAsync(lab, Counting);
        await engine.AlertAsync(NetworkLab.Client4, "1754300000.1");
        await engine.PassAsync(300);

        await engine.AlertAsync(NetworkLab.Client4, "1754300000.2");

        var listed = await Backend(lab, engine.Clock).ListAsync(CancellationToken.None);
        (listed.Single().Until - engine.Clock.GetUtcNow()).Should().BeCloseTo(TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rejecting_tells_the_sender_at_once_and_resets_what_is_open(bool forwarded)
    {
        using var lab = forwarded ? await NetworkLab.RoutedAsync() : await NetworkLab.PairAsync();
        using var traffic = Traffic(lab, ipv6: false);
        await using var engine = await StartAsync(lab, new NftablesOptions { Refusal = NftablesRefusal.Reject });
        var (client, _) = await traffic.ConnectAsync();

        await engine.AlertAsync(NetworkLab.Client4);

        (await FluentActions.Awaiting(() => traffic.TryConnectAsync(CancellationToken.None)).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should()
            .Be(SocketError.ConnectionRefused);
        await traffic.SendAsync(client, 2);
        (await FluentActions.Awaiting(() => traffic.ReceiveAsync(client)).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should()
            .Be(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task What_is_only_forwarded_passes_if_the_host_wants_it_so()
    {
        using var lab = await NetworkLab.RoutedAsync();
        using var traffic = Traffic(lab, ipv6: false);
        await using var engine = await StartAsync(lab, new NftablesOptions { Forward = false });

        await engine.AlertAsync(NetworkLab.Client4);

        await traffic.ConnectAsync();
    }

    [Theory]
    [InlineData("203.0.113.0/24", NetworkLab.Client4)]
    [InlineData("203.0.113.0/24", "203.0.113.8/30")]
    [InlineData("0.0.0.0/0", NetworkLab.Client4)]
    [InlineData("2001:db8::/32", NetworkLab.Client6)]
    [InlineData("2001:db8:1::/48", "2001:db8:1::/64")]
    [InlineData("::/0", NetworkLab.Client6)]
    public async Task A_network_and_what_lies_in_it_are_blocked_each_for_itself(string outer, string inner)
    {
        using var lab = await NetworkLab.PairAsync();
        using var traffic = Traffic(lab, ipv6: outer.Contains(':', StringComparison.Ordinal));

        await traffic.NestedAsync(Backend(lab, TimeProvider.System), outer, inner);
    }

    [Theory]
    [InlineData("203.0.112.0/24")]
    [InlineData("203.0.113.10")]
    [InlineData("203.0.113.10/31")]
    [InlineData("2001:db8:1::9")]
    public async Task Others_are_let_in(string blocked)
    {
        using var lab = await NetworkLab.PairAsync();
        using var traffic = Traffic(lab, ipv6: false);

        await Backend(lab, TimeProvider.System).BlockAsync(blocked);

        await traffic.ConnectAsync();
    }

    [Fact]
    public async Task A_rule_of_the_administrator_that_accepts_open_connections_does_not_save_them()
    {
        using var lab = await NetworkLab.PairAsync();
        await lab.Firewall.NftAsync(
            """
            add table inet filter
            add chain inet filter input { type filter hook input priority 0; policy accept; }
            add rule inet filter input ct state established,related accept
            """
        );
        using var traffic = Traffic(lab, ipv6: false);
        var (client, server) = await traffic.ConnectAsync();

        await Backend(lab, TimeProvider.System).BlockAsync(NetworkLab.Client4);

        await traffic.NoBytesAsync(client, server);
    }

    /// <summary>The way that elements go; null for nft's.</summary>
    private protected virtual NetlinkOpener? Opener(NetworkLab lab) => null;

    private NftablesBackend Backend(NetworkLab lab, TimeProvider clock) => new(Counting, lab.Firewall, clock, Opener(lab));

    private Task<NftablesEngine> StartAsync(NetworkLab lab, NftablesOptions options, int seconds = 600) =>
        NftablesEngine.StartAsync(options, lab.Firewall, seconds, Opener(lab));

    private static FirewallTraffic Traffic(NetworkLab lab, bool ipv6) =>
        new(
            lab,
            ipv6,
            async () =>
            {
                using var table = JsonDocument.Parse(await lab.Firewall.ExecAsync("nft", "-j", "list", "table", "inet", "active_response"));
                return table
                    .RootElement.GetProperty("nftables")
                    .EnumerateArray()
                    .Where(static item => item.TryGetProperty("rule", out _))
                    .SelectMany(static item => item.GetProperty("rule").GetProperty("expr").EnumerateArray())
                    .Where(static part => part.TryGetProperty("counter", out _))
                    .Sum(static part => part.GetProperty("counter").GetProperty("packets").GetInt64());
            }
        );
}
