using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

public sealed class BatchTests
{
    private InMemoryFirewall _firewall = new("fw");

    [Fact]
    public async Task Orders_that_wait_while_the_backend_is_busy_become_one_batch()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        var release = await HoldFirstAsync(host);
        var rest = Enumerable.Range(1, 500).Select(i => host.ApplyAsync(Order(i))).ToList();

        await release();
        await Task.WhenAll(rest);

        _firewall.Batches.Should().Be(2);
        _firewall.Entries.Should().HaveCount(501);
    }

    [Fact]
    public async Task More_than_ten_thousand_become_several_batches_and_none_is_left_waiting()
    {
        await using var host = new ExecutionHarness(
            new ExecutionOptions { QueueCapacity = 30_000 },
            RepeatedOffenders.None,
            new FirewallResponder(_firewall)
        );
        var release = await HoldFirstAsync(host);
        var rest = Enumerable.Range(1, 25_000).Select(i => host.ApplyAsync(Order(i))).ToList();

        await release();
        await Task.WhenAll(rest);

        _firewall.Batches.Should().Be(4, "one, twice ten thousand, and five thousand");
        _firewall.Entries.Should().HaveCount(25_001);
    }

    [Fact]
    public async Task A_backend_that_runs_no_program_gets_fewer_at_once_and_none_is_left_waiting()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(new WithoutProgram(_firewall)));
        var release = await HoldFirstAsync(host);
        var rest = Enumerable.Range(1, LanePace.Most).Select(i => host.ApplyAsync(Order(i))).ToList();

        // Once its producers have waited in vain, any number may wait.
        var next = host.QueueAsync(Order(LanePace.Most + 1));
        host.Clock.Advance(LaneRoom.Patience);
        rest.Add(await next);
        rest.AddRange(Enumerable.Range(LanePace.Most + 2, 4_999 - LanePace.Most).Select(i => host.ApplyAsync(Order(i))));

        await release();
        await Task.WhenAll(rest);

        _firewall.Batches.Should().Be(4, "one, twice two thousand, and a thousand");
        _firewall.Entries.Should().HaveCount(5_001);
    }

    [Fact]
    public async Task What_cannot_be_recorded_of_a_large_batch_is_taken_back_and_the_rest_stays()
    {
        var commits = 0;
        FaultyStore? store = null;
        _firewall = new InMemoryFirewall("fw") { Capabilities = _firewall.Capabilities | FirewallCapabilities.KernelExpiry };
        await using var host = new ExecutionHarness(
            new ExecutionOptions(),
            RepeatedOffenders.None,
            kept => store = new FaultyStore(kept),
            new FirewallResponder(_firewall)
        );
        var release = await HoldFirstAsync(host);
        var rest = Enumerable.Range(1, 5_000).Select(i => host.ApplyAsync(Order(i))).ToList();

        // After that of the first block; blocks that the firewall ends by itself are recorded once they are there, some at a time.
        store!.FailsCommit = () => Interlocked.Increment(ref commits) == 3;
        await release();
        var outcomes = (await Task.WhenAll(rest)).CountBy(static action => action.Outcome).ToDictionary();

        outcomes.Should().HaveCount(2);
        outcomes[ActionOutcome.Failed].Should().BeInRange(1_000, 2_000);
        _firewall.Entries.Should().HaveCount(1 + outcomes[ActionOutcome.Applied]);
        (await host.Store.ListAsync(CancellationToken.None)).Should().HaveCount(1 + outcomes[ActionOutcome.Applied]);
    }

    [Fact]
    public async Task Many_orders_for_one_address_in_a_batch_touch_the_backend_once()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        var release = await HoldFirstAsync(host);
        var rest = Enumerable.Range(1, 50).Select(i => host.ApplyAsync(Order(7, $"alert{i}"))).ToList();

        await release();
        var outcomes = (await Task.WhenAll(rest)).Select(static action => action.Outcome).ToList();

        outcomes.Count(static o => o == ActionOutcome.Applied).Should().Be(1);
        outcomes.Count(static o => o == ActionOutcome.Extended).Should().Be(49);
        _firewall.Batches.Should().Be(2);
    }

    [Fact]
    public async Task All_that_falls_due_together_is_taken_back_in_few_batches()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => host.ApplyAsync(Order(i))));
        var before = _firewall.Batches;

        await host.PassAsync(600);

        _firewall.Entries.Should().BeEmpty();
        (_firewall.Batches - before).Should().BeLessThan(200);
        host.Outcomes.Count(static o => o == ActionOutcome.Lifted).Should().Be(1000);
    }

    [Fact]
    public async Task An_extension_tells_the_backend_the_new_end()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        await host.ApplyAsync(Order(0));
        await host.PassAsync(100);
        (await host.ApplyAsync(Order(0, "again"))).Outcome.Should().Be(ActionOutcome.Extended);
        _firewall.Entries.Values.Should().Equal(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task An_extension_is_not_told_to_a_backend_that_keeps_no_end()
    {
        var plain = new InMemoryFirewall("fw") { Capabilities = _firewall.Capabilities & ~FirewallCapabilities.KeepsEnds };
        await using var host = new ExecutionHarness(new FirewallResponder(plain));
        await host.ApplyAsync(Order(0));
        await host.PassAsync(100);
        await host.ApplyAsync(Order(0, "again"));
        plain.Batches.Should().Be(1);
    }

    [Theory]
    [InlineData("2001:db8::1", "can't block IPv6")]
    [InlineData("203.0.113.0/24", "can't block networks")]
    public async Task What_the_backend_cannot_express_is_refused_and_never_truncated(string subject, string why)
    {
        var narrow = new InMemoryFirewall("fw")
        {
            Capabilities = _firewall.Capabilities & ~(FirewallCapabilities.IPv6 | FirewallCapabilities.Prefixes),
        };
        await using var host = new ExecutionHarness(new FirewallResponder(narrow));
        var action = await host.ApplyAsync(Some.Order("fw", subject));
        action.Outcome.Should().Be(ActionOutcome.Refused);
        action.Detail.Should().Contain(why);
        narrow.Batches.Should().Be(0);
    }

    [Fact]
    public async Task Ends_find_room_in_a_full_queue()
    {
        var options = new ExecutionOptions { QueueCapacity = 1 };
        await using var host = new ExecutionHarness(options, RepeatedOffenders.None, new FirewallResponder(_firewall));
        for (var i = 0; i < 20; i++)
        {
            await host.ApplyAsync(Order(i));
        }

        await host.PassAsync(600);
        _firewall.Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 600)]
    [InlineData(3, 1)]
    public async Task A_backend_that_throws_after_it_has_blocked_is_told_to_take_it_back_in_time(int retries, int seconds)
    {
        var broken = new Broken(_firewall) { Fails = true };
        await using var host = new ExecutionHarness(
            new ExecutionOptions { ApplyRetries = retries },
            RepeatedOffenders.None,
            new FirewallResponder(broken)
        );
        (await host.ApplyAsync(Order(0, seconds: seconds))).Outcome.Should().Be(ActionOutcome.Failed);
        _firewall.Entries.Should().ContainSingle("it threw when that was done");
        broken.Fails = false;

        await host.PassAsync(seconds);

        _firewall.Entries.Should().BeEmpty();
        (await host.EffectAsync(Order(0))).Should().BeNull();
    }

    [Fact]
    public async Task A_backend_that_throws_before_it_has_blocked_is_asked_again()
    {
        var broken = new Broken(_firewall) { Fails = true, Blocks = false };
        await using var host = new ExecutionHarness(new FirewallResponder(broken));
        var failed = await host.ApplyAsync(Order(0));
        (failed.Outcome, failed.Detail).Should().Be((ActionOutcome.Failed, "'fw' failed: broken plug-in; retried in 1 s"));
        broken.Fails = false;

        await host.PassAsync(1);

        _firewall.Entries.Should().ContainSingle();
        (await host.EffectAsync(Order(0)))!.State.Should().Be(EffectState.Applied);
        await host.PassAsync(600);
        _firewall.Entries.Should().BeEmpty();
    }

    /// <summary>Keeps the backend busy with one order, so that what comes next waits together.</summary>
    /// <returns>Lets it go on, and waits for that order.</returns>
    private async Task<Func<Task>> HoldFirstAsync(ExecutionHarness host)
    {
        var hold = new TaskCompletionSource();
        var entered = 0;
        _firewall.BeforeBatch = () => Interlocked.Increment(ref entered) == 1 ? hold.Task : Task.CompletedTask;
        var first = host.ApplyAsync(Order(0));
        await Until.TrueAsync(() => entered == 1);
        return () =>
        {
            hold.SetResult();
            return first;
        };
    }

    private static ResponseOrder Order(int host, string alertId = "a", int seconds = 600) =>
        Some.Order("fw", $"198.51.{100 + (host / 250)}.{host % 250}", alertId: alertId, seconds: seconds);

    private sealed class WithoutProgram(InMemoryFirewall firewall) : DelegatingFirewallBackend(firewall), INonBlockingBackend
    {
        public bool NeverBlocks => true;
    }

    /// <summary>A plug-in that does what it is told, or not, and then throws.</summary>
    private sealed class Broken(InMemoryFirewall firewall) : DelegatingFirewallBackend(firewall)
    {
        public bool Fails { get; set; }

        public bool Blocks { get; init; } = true;

        public override async ValueTask<FirewallBatchResult> ApplyAsync(
            IReadOnlyList<FirewallEntry> adds,
            IReadOnlyList<AddressPrefix> removes,
            CancellationToken cancellationToken
        )
        {
            var result = !Fails || Blocks ? await base.ApplyAsync(adds, removes, cancellationToken) : null;
            return Fails ? throw new InvalidOperationException("broken plug-in") : result!;
        }
    }
}
