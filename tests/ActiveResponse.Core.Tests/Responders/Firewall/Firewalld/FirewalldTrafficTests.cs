using System.Net.Sockets;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

/// <summary>Real packets between network namespaces, in the zone "trusted", which lets in whatever no rule stops.</summary>
public sealed class FirewalldTrafficTests : IDisposable
{
    private readonly FirewalldLab _lab = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_blocked_address_makes_no_new_connection_and_keeps_those_it_has(bool ipv6, bool inSets)
    {
        await StartAsync(NetworkLab.PairAsync);
        using var traffic = await UnansweredTraffic.WatchAsync(_lab.Network, ipv6);
        var backend = Backend(inSets);
        var address = ipv6 ? NetworkLab.Client6 : NetworkLab.Client4;
        var (client, server) = await traffic.ConnectAsync();

        await backend.BlockAsync(address);

        await traffic.NoConnectionAsync();
        await traffic.SendAsync(client, 2);
        (await traffic.ReceiveAsync(server))
            .Should()
            .Be(2, "established connections are let in before zones are looked at, as the capabilities say");
        backend.Capabilities.Should().NotHaveFlag(FirewallCapabilities.EndsLiveFlows);
        await backend.LetInAsync(address);
        await traffic.ConnectAsync();
    }

    [Fact]
    public async Task Sets_stop_what_is_forwarded_too_and_rich_rules_do_not()
    {
        await StartAsync(NetworkLab.RoutedAsync);
        using var traffic = await UnansweredTraffic.WatchAsync(_lab.Network, ipv6: false);
        await traffic.ConnectAsync();

        await Backend(inSets: false).BlockAsync(NetworkLab.Client4);
        await traffic.ConnectAsync();

        await Backend(inSets: true).BlockAsync(NetworkLab.Client4);
        await traffic.NoConnectionAsync();
    }

    [Fact]
    public async Task Rejecting_tells_the_sender_at_once()
    {
        await StartAsync(NetworkLab.PairAsync);
        using var traffic = await UnansweredTraffic.WatchAsync(_lab.Network, ipv6: false);
        var backend = new FirewalldBackend(new FirewalldOptions { Zone = "trusted", Refusal = FirewalldRefusal.Reject }, _lab.Space);

        await backend.BlockAsync(NetworkLab.Client4);

        await FluentActions.Awaiting(() => traffic.TryConnectAsync(CancellationToken.None)).Should().ThrowAsync<SocketException>();
        (await backend.AddressesAsync()).Should().Equal(NetworkLab.Client4);
    }

    public void Dispose() => _lab.Dispose();

    private IFirewallBackend Backend(bool inSets) =>
        inSets
            ? new FirewalldIpsetBackend(
                new FirewalldIpsetOptions { LockFile = _lab.LockFile, Reload = FirewalldReload.Always },
                _lab.Space,
                TimeProvider.System
            )
            : new FirewalldBackend(new FirewalldOptions { Zone = "trusted" }, _lab.Space);

    private async Task StartAsync(Func<Task<NetworkLab>> network)
    {
        await _lab.ResetAsync(network);
        foreach (var link in _lab.Network.Server == _lab.Space ? new[] { "lan0" } : ["lan0", "lan1"])
        {
            await _lab.RunAsync("--permanent", "--zone=trusted", $"--add-interface={link}");
        }

        await _lab.RunAsync("--reload");
    }
}
