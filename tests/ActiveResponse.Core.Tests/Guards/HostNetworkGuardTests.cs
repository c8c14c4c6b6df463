using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

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

    [Fact]
    public async Task A_host_that_protects_none_of_them_never_reads_its_network()
    {
        var listening = 0;
        using var network = new HostNetworkCache(
            new Fixed(),
            new ManualClock(),
            TimeSpan.FromSeconds(10),
            _ =>
            {
                Interlocked.Increment(ref listening);
                return null;
            }
        );
        var unprotected = new GuardOptions
        {
            ProtectOwnAddresses = false,
            ProtectGateways = false,
            ProtectResolvers = false,
            ProtectDhcpServers = false,
            ProtectSshPeer = false,
        };
        (await new HostNetworkGuards(unprotected, network).CurrentAsync(CancellationToken.None)).Should().Be(HostNetwork.Unknown);
        listening.Should().Be(0);

        (await new HostNetworkGuards(_options, network).CurrentAsync(CancellationToken.None)).Own.Addresses.Should().NotBeEmpty();
        listening.Should().Be(1);
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

    [Fact]
    public async Task Joined_guards_look_at_the_network_once_and_refuse_under_their_own_names()
    {
        var events = new CountedEvents();
        using var network = new HostNetworkCache(new Fixed(), new ManualClock(), TimeSpan.FromSeconds(10), _ => events);
        await network.CurrentAsync(CancellationToken.None);
        var ours = new HostNetworkGuards(_options, network);
        var other = ResponseGuards.ProtectedAddresses();

        var joined = ours.Joined([other, .. ours.All, other]);
        joined.Should().HaveCount(3);
        joined[0].Should().BeSameAs(other);
        joined[2].Should().BeSameAs(other);

        (await joined[1].CheckAsync(Some.Order(subject: "203.0.113.23"), GuardStage.BeforeRunning, CancellationToken.None))
            .Should()
            .BeNull();
        events.Looks.Should().Be(1);
        var refusal = await joined[1].CheckAsync(Some.Order(subject: "198.51.100.53"), GuardStage.BeforeRunning, CancellationToken.None);
        refusal!.By.Should().Be("resolver");
    }

    [Fact]
    public async Task Joined_guards_wait_for_the_first_read_of_the_network()
    {
        var ours = new HostNetworkGuards(_options, _network);
        var joined = ours.Joined(ours.All).Should().ContainSingle().Subject;
        var refusal = await joined.CheckAsync(Some.Order(subject: "192.0.2.10"), GuardStage.BeforeRunning, CancellationToken.None);
        refusal!.By.Should().Be("own-address");
    }

    [Theory]
    [InlineData("restart-wazuh", "any", true)]
    [InlineData("my-own.sh", "tell-team", true)]
    [InlineData("my-own.sh", "any", false)]
    public async Task Joined_guards_look_at_no_network_for_an_order_that_they_do_not_judge(string executable, string command, bool runsHere)
    {
        // What guards an address of a neighbour judges no order for another host.
        (_options.ProtectOwnAddresses, _options.ProtectSshPeer) = (runsHere, runsHere);
        _options.BlockingNothing.Add("tell-team");
        var reader = new Failing();
        using var network = new HostNetworkCache(reader, new ManualClock(), TimeSpan.FromSeconds(10));
        var ours = new HostNetworkGuards(_options, network);
        var joined = ours.Joined(ours.All).Should().ContainSingle().Subject;
        var order = Some.Order(subject: "198.51.100.1") with { RunsHere = runsHere, RunsElsewhere = !runsHere };
        order = order with { Command = order.Command with { Name = command, Executable = executable } };

        var refusal = await joined.CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None);

        refusal.Should().BeNull();
        reader.Reads.Should().Be(0);
    }

    [Theory]
    [InlineData(true, "gateway")]
    [InlineData(false, "ssh-peer")]
    public async Task A_read_that_throws_is_told_by_the_guard_that_needs_it(bool runsHere, string by)
    {
        _options.ProtectOwnAddresses = false;
        var clock = new ManualClock();
        using var network = new HostNetworkCache(new Failing(), clock, TimeSpan.FromSeconds(10));
        var ours = new HostNetworkGuards(_options, network);
        var faults = new PluginFaults(NullLogger.Instance, clock);
        var chain = new GuardChain(ours.Joined(ours.All), [], () => _options.GuardDeadline, clock, faults);
        var order = Some.Order(subject: "203.0.113.23") with { RunsHere = runsHere, RunsElsewhere = !runsHere };

        var refusal = await chain.CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None);

        refusal.Should().Be(new OrderRefusal(by, "the guard itself failed: no network today"));
    }

    [Fact]
    public void Guards_that_a_host_wraps_are_left_out_of_the_joined_one()
    {
        var ours = new HostNetworkGuards(_options, _network);
        ours.Joined([.. ours.All.Skip(2)]).Should().ContainSingle();
        ours.Joined([ours.All[1]]).Should().Equal(ours.All[1]);
    }

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

    private sealed class CountedEvents : INetworkEvents
    {
        public int Looks { get; private set; }

        public bool HaveCome()
        {
            Looks++;
            return false;
        }

        public void Dispose() { }
    }

    private sealed class Failing : IHostNetworkReader
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public HostNetwork Read(HostNetwork previous)
        {
            Interlocked.Increment(ref _reads);
            throw new IOException("no network today");
        }
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
