using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Real packets between network namespaces.</summary>
public sealed class XdpTrafficTests
{
    [Theory]
    [InlineData(false, false, XdpMode.Generic)]
    [InlineData(true, false, XdpMode.Generic)]
    [InlineData(false, true, XdpMode.Generic)]
    [InlineData(true, true, XdpMode.Generic)]
    [InlineData(false, false, XdpMode.Native)]
    [InlineData(true, true, XdpMode.Native)]
    public async Task Stops_new_and_open_connections_until_the_block_is_lifted(bool ipv6, bool forwarded, XdpMode mode)
    {
        using var lab = forwarded ? await XdpLab.RoutedAsync() : await XdpLab.PairAsync();
        using var traffic = Traffic(lab, ipv6);
        var backend = lab.Backend(lab.Options with { Mode = mode });
        var (client, server) = await traffic.ConnectAsync();
        var source = ipv6 ? NetworkLab.Client6 : NetworkLab.Client4;

        await backend.BlockAsync(source);

        await traffic.NoConnectionAsync();
        await traffic.NoBytesAsync(client, server);
        (await backend.LetInAsync(source)).Should().Be(ActionOutcome.Lifted);
        await traffic.ConnectAsync();
        (await traffic.ReceiveAsync(server)).Should().Be(2, "what was held back is sent again");
    }

    [Theory]
    [InlineData(NetworkLab.Client4)]
    [InlineData("203.0.113.0/24")]
    [InlineData(NetworkLab.Client6)]
    [InlineData("2001:db8:1::/64")]
    public async Task The_kernel_ends_a_block_by_itself(string source)
    {
        using var lab = await XdpLab.PairAsync();
        using var traffic = Traffic(lab, source.Contains(':', StringComparison.Ordinal));

        await lab.Backend().BlockAsync(source, DateTimeOffset.UtcNow.AddSeconds(3));

        await traffic.NoConnectionAsync();
        await traffic.ConnectSoonAsync();
        (await lab.Backend().ListedAsync()).Should().BeEmpty();
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
        using var lab = await XdpLab.PairAsync();
        using var traffic = Traffic(lab, ipv6: outer.Contains(':', StringComparison.Ordinal));

        await traffic.NestedAsync(lab.Backend(), outer, inner);
    }

    [Theory]
    [InlineData("203.0.112.0/24")]
    [InlineData("203.0.113.10")]
    [InlineData("203.0.113.10/31")]
    [InlineData("2001:db8:1::9")]
    public async Task Others_are_let_in(string blocked)
    {
        using var lab = await XdpLab.PairAsync();
        using var traffic = Traffic(lab, ipv6: false);

        await lab.Backend().BlockAsync(blocked);

        await traffic.ConnectAsync();
    }

    private static FirewallTraffic Traffic(XdpLab lab, bool ipv6) => new(lab.Network, ipv6, () => Task.FromResult(lab.Dropped()));
}
