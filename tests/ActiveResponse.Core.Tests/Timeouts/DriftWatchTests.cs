using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Timeouts;

/// <summary>What somebody takes away while the engine runs comes back.</summary>
public sealed class DriftWatchTests
{
    // No other timer has this length.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    private readonly InMemoryFirewall _firewall = new();

    [Fact]
    public async Task What_was_flushed_is_back_at_the_next_look_in_one_batch_and_reported()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await host.BlockAsync("203.0.113.10");
        await _firewall.UninstallAsync(CancellationToken.None);
        var batches = _firewall.Batches;

        await LookAsync(host);

        _firewall.Entries.Should().HaveCount(2);
        _firewall.Batches.Should().BeLessThanOrEqualTo(batches + 2);
        host.Outcomes.TakeLast(2).Should().OnlyContain(static outcome => outcome.Verb == ActionVerb.Restore && outcome.Outcome == ActionOutcome.Applied);
        host.Log.Texts(406).Should().ContainSingle().Which.Should().StartWith("2 of 2 entries are gone from 'memory-firewall'");
    }

    [Fact]
    public async Task Comes_back_with_the_time_that_is_left_and_ends_in_time()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await _firewall.UninstallAsync(CancellationToken.None);

        await LookAsync(host);

        _firewall.Entries.Values.Should().Equal(host.Clock.GetUtcNow().AddSeconds(569));
        await host.PassAsync(TimeSpan.FromSeconds(569));
        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Looks_again_and_again()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        for (var i = 0; i < 3; i++)
        {
            await _firewall.UninstallAsync(CancellationToken.None);
            await LookAsync(host);
            _firewall.Entries.Should().HaveCount(1);
        }
    }

    [Fact]
    public async Task Looks_as_often_as_it_is_told_to()
    {
        new ExecutionOptions().DriftCheckInterval.Should().Be(TimeSpan.FromSeconds(30));
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await _firewall.UninstallAsync(CancellationToken.None);
        await host.Clock.TimerOf(Interval);

        await host.PassAsync(Interval - TimeSpan.FromSeconds(1));
        _firewall.Entries.Should().BeEmpty();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Clock.TimerOf(Interval);
        await host.Engine.DrainAsync();
        _firewall.Entries.Should().HaveCount(1);
    }

    [Fact]
    public async Task Puts_nothing_back_that_was_lifted()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await host.Engine.LiftAsync(Some.Address("203.0.113.9"));

        await LookAsync(host);

        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_list_that_fails_is_told_once_and_loses_nothing()
    {
        var listing = new FailingList(_firewall);
        await using var host = Host(listing);
        await host.BlockAsync("203.0.113.9");
        listing.Fails = true;
        await _firewall.UninstallAsync(CancellationToken.None);
        await LookAsync(host);
        await LookAsync(host);
        host.Log.Texts(407).Should().ContainSingle();

        listing.Fails = false;
        await LookAsync(host);

        _firewall.Entries.Should().HaveCount(1);
    }

    /// <summary>Lets the time pass to the next look, and waits until it is over: then the timer of the one after it is set.</summary>
    private static async Task LookAsync(RestartHost host)
    {
        await host.Clock.TimerOf(Interval);
        host.Clock.Advance(Interval);
        await host.Clock.TimerOf(Interval);
        await host.Engine.DrainAsync();
    }

    private RestartHost Host(IFirewallBackend? firewall = null) => new(firewall ?? _firewall, static options => options.DriftCheckInterval = Interval);

    private sealed class FailingList(InMemoryFirewall inner) : IFirewallBackend
    {
        public bool Fails { get; set; }

        public string Name => inner.Name;

        public FirewallCapabilities Capabilities => inner.Capabilities;

        public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

        public ValueTask<FirewallBatchResult> ApplyAsync(
            IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes, CancellationToken cancellationToken) =>
            inner.ApplyAsync(adds, removes, cancellationToken);

        public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
            Fails ? throw new IOException("no list today") : inner.ListAsync(cancellationToken);

        public ValueTask UninstallAsync(CancellationToken cancellationToken) => inner.UninstallAsync(cancellationToken);
    }
}
