using System.Net.Sockets;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

/// <summary>Real packets between network namespaces, blocked by iptables and by sets that iptables looks into.</summary>
public sealed class IptablesTrafficTests
{
    [Theory]
    [InlineData(IptablesVariant.Nft, false, false, false)]
    [InlineData(IptablesVariant.Nft, false, true, false)]
    [InlineData(IptablesVariant.Nft, false, false, true)]
    [InlineData(IptablesVariant.Nft, false, true, true)]
    [InlineData(IptablesVariant.Legacy, false, false, false)]
    [InlineData(IptablesVariant.Legacy, false, true, true)]
    [InlineData(IptablesVariant.Nft, true, false, false)]
    [InlineData(IptablesVariant.Nft, true, true, false)]
    [InlineData(IptablesVariant.Nft, true, false, true)]
    [InlineData(IptablesVariant.Nft, true, true, true)]
    [InlineData(IptablesVariant.Legacy, true, false, false)]
    [InlineData(IptablesVariant.Legacy, true, true, true)]
    public async Task New_and_open_connections_stop_until_the_block_is_lifted(IptablesVariant variant, bool sets, bool ipv6, bool forwarded)
    {
        using var lab = await IptablesLab.MakeAsync(variant, forwarded ? NetworkLab.RoutedAsync : NetworkLab.PairAsync, sets);
        // A rule of the administrator that accepts what is open must not save it.
        await lab.RunAsync(
            ipv6 ? "ip6tables" : "iptables",
            "-A",
            forwarded ? "FORWARD" : "INPUT",
            "-m",
            "conntrack",
            "--ctstate",
            "ESTABLISHED",
            "-j",
            "ACCEPT"
        );
        using var traffic = Traffic(lab, ipv6, sets);
        var backend = Backend(lab, sets);
        var address = ipv6 ? NetworkLab.Client6 : NetworkLab.Client4;
        var (client, server) = await traffic.ConnectAsync();

        await backend.BlockAsync(address);

        await traffic.NoConnectionAsync();
        await traffic.NoBytesAsync(client, server);
        await backend.LetInAsync(address);
        await traffic.ConnectAsync();
        (await traffic.ReceiveAsync(server)).Should().Be(2, "what was held back is sent again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_kernel_ends_a_block_of_a_set_by_itself(bool ipv6)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, NetworkLab.PairAsync, withIpset: true);
        using var traffic = Traffic(lab, ipv6, sets: true);
        var backend = Backend(lab, sets: true);

        await backend.BlockAsync(ipv6 ? NetworkLab.Client6 : NetworkLab.Client4, TimeProvider.System.GetUtcNow().AddSeconds(3));
        await traffic.NoConnectionAsync();
        await traffic.ConnectSoonAsync();

        (await backend.LetInAsync(ipv6 ? NetworkLab.Client6 : NetworkLab.Client4))
            .Should()
            .Be(ActiveResponse.Responders.ActionOutcome.Lifted);
    }

    [Theory]
    [InlineData(IptablesVariant.Nft, false, false)]
    [InlineData(IptablesVariant.Nft, true, false)]
    [InlineData(IptablesVariant.Legacy, false, true)]
    [InlineData(IptablesVariant.Legacy, true, true)]
    public async Task Rejecting_tells_the_sender_at_once_and_resets_what_is_open(IptablesVariant variant, bool sets, bool ipv6)
    {
        using var lab = await IptablesLab.MakeAsync(variant, NetworkLab.PairAsync, sets);
        using var traffic = Traffic(lab, ipv6, sets);
        IFirewallBackend backend = sets
            ? new IpsetBackend(lab.Ipset with { Refusal = IptablesRefusal.Reject }, lab.Net.Firewall, TimeProvider.System)
            : new IptablesBackend(lab.Options with { Refusal = IptablesRefusal.Reject }, lab.Net.Firewall, TimeProvider.System);
        var before = await lab.RulesAsync();
        var (client, _) = await traffic.ConnectAsync();

        await backend.BlockAsync(ipv6 ? NetworkLab.Client6 : NetworkLab.Client4);

        (await FluentActions.Awaiting(() => traffic.TryConnectAsync(CancellationToken.None)).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should()
            .Be(SocketError.ConnectionRefused);
        await traffic.SendAsync(client, 2);
        (await FluentActions.Awaiting(() => traffic.ReceiveAsync(client)).Should().ThrowAsync<SocketException>())
            .Which.SocketErrorCode.Should()
            .Be(SocketError.ConnectionReset);
        await backend.UninstallAsync(CancellationToken.None);
        (await lab.RulesAsync()).Should().Be(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_only_forwarded_passes_if_the_host_wants_it_so(bool sets)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, NetworkLab.RoutedAsync, sets);
        using var traffic = Traffic(lab, ipv6: false, sets);
        IFirewallBackend backend = sets
            ? new IpsetBackend(lab.Ipset with { Forward = false }, lab.Net.Firewall, TimeProvider.System)
            : new IptablesBackend(lab.Options with { Forward = false }, lab.Net.Firewall, TimeProvider.System);

        await backend.BlockAsync(NetworkLab.Client4);

        await traffic.ConnectAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_goes_to_containers_is_stopped_in_the_chain_that_docker_leaves_to_the_administrator(bool sets)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, NetworkLab.RoutedAsync, sets);

        // As Docker makes it; what it accepts behind that chain never comes to the end of FORWARD.
        await lab.RunAsync("iptables", "-N", "DOCKER-USER");
        await lab.RunAsync("iptables", "-A", "DOCKER-USER", "-j", "RETURN");
        await lab.RunAsync("iptables", "-A", "FORWARD", "-j", "DOCKER-USER");
        await lab.RunAsync("iptables", "-A", "FORWARD", "-j", "ACCEPT");
        using var traffic = Traffic(lab, ipv6: false, sets);
        IFirewallBackend backend = sets
            ? new IpsetBackend(lab.Ipset with { Forward = false }, lab.Net.Firewall, TimeProvider.System)
            : new IptablesBackend(lab.Options with { Forward = false }, lab.Net.Firewall, TimeProvider.System);
        var (client, server) = await traffic.ConnectAsync();

        await backend.BlockAsync(NetworkLab.Client4);

        await traffic.NoConnectionAsync();
        await traffic.NoBytesAsync(client, server);
        await backend.LetInAsync(NetworkLab.Client4);
        await traffic.ConnectAsync();
    }

    [Theory]
    [InlineData(false, "203.0.113.0/24", NetworkLab.Client4)]
    [InlineData(false, "0.0.0.0/0", "203.0.113.8/30")]
    [InlineData(false, "::/0", "2001:db8:1::/64")]
    [InlineData(true, "203.0.113.0/24", NetworkLab.Client4)]
    [InlineData(true, "128.0.0.0/1", "203.0.113.8/30")]
    [InlineData(true, "2001:db8:1::/48", NetworkLab.Client6)]
    public async Task A_network_and_what_lies_in_it_are_blocked_each_for_itself(bool sets, string outer, string inner)
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, NetworkLab.PairAsync, sets);
        using var traffic = Traffic(lab, outer.Contains(':', StringComparison.Ordinal), sets);

        await traffic.NestedAsync(Backend(lab, sets), outer, inner);
    }

    private static IFirewallBackend Backend(IptablesLab lab, bool sets) =>
        sets
            ? new IpsetBackend(lab.Ipset, lab.Net.Firewall, TimeProvider.System)
            : new IptablesBackend(lab.Options, lab.Net.Firewall, TimeProvider.System);

    private static FirewallTraffic Traffic(IptablesLab lab, bool ipv6, bool sets) =>
        new(lab.Net, ipv6, () => lab.CountAsync(sets ? lab.Ipset.Chain : lab.Options.Chain));
}
