using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

public sealed class HostNetworkGuardTests : IDisposable
{
    private readonly GuardOptions _options = new();
    private readonly HostNetworkCache _network = new(new Fixed(), new ManualClock(), TimeSpan.FromSeconds(10));

    public void Dispose() => _network.Dispose();

    [Theory]
    [InlineData("192.0.2.10", "own-address", "192.0.2.10 is an address of this host (to allow it: ProtectOwnAddresses = false)")]
    [InlineData(
        "192.0.2.8/29",
        "own-address",
        "192.0.2.8/29 holds 192.0.2.10, and 192.0.2.10 is an address of this host (to allow it: ProtectOwnAddresses = false)"
    )]
    [InlineData("198.51.100.1", "gateway", "198.51.100.1 is a default gateway of this host (to allow it: ProtectGateways = false)")]
    [InlineData(
        "2001:db8:1::/64",
        "gateway",
        "2001:db8:1::/64 holds 2001:db8:1::1, and 2001:db8:1::1 is a default gateway of this host (to allow it: ProtectGateways = false)"
    )]
    [InlineData("198.51.100.53", "resolver", "198.51.100.53 is a name server of this host (to allow it: ProtectResolvers = false)")]
    [InlineData("198.51.100.67", "dhcp-server", "198.51.100.67 is the DHCP server of this host (to allow it: ProtectDhcpServers = false)")]
    [InlineData("203.0.113.22", "ssh-peer", "203.0.113.22 is where this SSH session comes from (to allow it: ProtectSshPeer = false)")]
    public async Task Refuses_with_the_rule_and_what_would_allow_it(string subject, string by, string why)
    {
        var refusal = await CheckAsync(Some.Order(subject: subject));
        refusal.Should().Be(new OrderRefusal(by, why));
    }

    [Theory]
    [InlineData("192.0.2.11")]
    [InlineData("192.0.2.0/29")]
    [InlineData("203.0.113.23")]
    [InlineData("2001:db8:1::2")]
    public async Task Lets_others_pass(string subject) => (await CheckAsync(Some.Order(subject: subject))).Should().BeNull();

    [Theory]
    [InlineData("192.0.2.10", nameof(GuardOptions.ProtectOwnAddresses))]
    [InlineData("198.51.100.1", nameof(GuardOptions.ProtectGateways))]
    [InlineData("198.51.100.53", nameof(GuardOptions.ProtectResolvers))]
    [InlineData("198.51.100.67", nameof(GuardOptions.ProtectDhcpServers))]
    [InlineData("203.0.113.22", nameof(GuardOptions.ProtectSshPeer))]
    public async Task Each_has_its_switch(string subject, string option)
    {
        (await CheckAsync(Some.Order(subject: subject))).Should().NotBeNull();
        typeof(GuardOptions).GetProperty(option)!.SetValue(_options, false);
        (await CheckAsync(Some.Order(subject: subject))).Should().BeNull();
    }

    [Theory]
    [InlineData("198.51.100.1", false)]
    [InlineData("198.51.100.53", false)]
    [InlineData("192.0.2.10", true)]
    [InlineData("203.0.113.22", true)]
    public async Task An_order_for_another_host_may_hit_a_neighbour_of_ours_but_not_us(string subject, bool refused)
    {
        var order = Some.Order(subject: subject) with { RunsHere = false, RunsElsewhere = true };
        (await CheckAsync(order) is not null).Should().Be(refused);
        (await CheckAsync(order with { RunsHere = true })).Should().NotBeNull();
    }

    [Fact]
    public async Task An_order_without_an_address_is_none_of_its_business() =>
        (await CheckAsync(Some.Order() with { Subject = new Subject { User = "alice" } })).Should().BeNull();

    private async Task<OrderRefusal?> CheckAsync(ResponseOrder order)
    {
        foreach (var guard in HostNetworkGuard.All(_options, _network))
        {
            if (await guard.CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private sealed class Fixed : IHostNetworkReader
    {
        public HostNetwork Read(HostNetwork previous) =>
            new()
            {
                Own = Set("192.0.2.10"),
                Gateways = Set("198.51.100.1", "2001:db8:1::1"),
                Resolvers = Set("198.51.100.53"),
                DhcpServers = Set("198.51.100.67"),
                SshPeers = Set("203.0.113.22"),
            };

        private static AddressSet Set(params string[] addresses) => new(addresses.Select(Some.Prefix));
    }
}
