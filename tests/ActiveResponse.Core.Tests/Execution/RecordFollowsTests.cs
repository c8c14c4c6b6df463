using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Execution;

/// <summary>Where the platform ends a block by itself and lists what it holds, the block doesn't wait for its record.</summary>
public sealed class RecordFollowsTests : IAsyncDisposable
{
    private static readonly ActionKey Key = new("memory-firewall", Some.Address("203.0.113.9"));

    private readonly ManualClock _clock = new();
    private readonly DurableStore _store = new();
    private readonly List<ServiceProvider> _services = [];
    private readonly List<bool> _wasOnRecord = [];
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InMemoryFirewall _firewall = Firewall(static can => can);

    public async ValueTask DisposeAsync()
    {
        // What was "killed" must end, or nobody could dispose of it.
        _killed.TrySetResult();
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_timed_block_comes_before_its_record()
    {
        var engine = await StartAsync();

        (await BlockAsync(engine, 600)).Outcome.Should().Be(ActionOutcome.Applied);

        _wasOnRecord.Should().Equal(false);
        _store.Commits.Should().ContainSingle("one commit is enough").Which.Effects.Single().State.Should().Be(EffectState.Applied);
    }

    [Fact]
    public async Task What_stays_until_lifted_is_on_record_first()
    {
        var engine = await StartAsync();

        await BlockAsync(engine, 0);

        _wasOnRecord.Should().Equal(true);
    }

    [Fact]
    public async Task A_new_end_is_on_record_first_for_the_old_one_would_be_taken_for_true()
    {
        var engine = await StartAsync();
        await BlockAsync(engine, 600);

        await BlockAsync(engine, 1200);

        _wasOnRecord.Should().Equal(false, true);
    }

    [Theory]
    [InlineData("expiry")]
    [InlineData("enumeration")]
    [InlineData("marks")]
    [InlineData("ends")]
    public async Task A_platform_that_lacks_a_part_of_it_is_written_down_first(string lacks)
    {
        _firewall = Firewall(can =>
            lacks switch
            {
                "expiry" => can & ~FirewallCapabilities.KernelExpiry,
                "enumeration" => can & ~FirewallCapabilities.Enumeration,
                "marks" => can & ~FirewallCapabilities.MarksEntries,
                _ => can & ~FirewallCapabilities.KeepsEnds,
            }
        );
        var engine = await StartAsync();

        await BlockAsync(engine, 600);

        _wasOnRecord.Should().Equal(true);
    }

    [Fact]
    public async Task A_block_that_can_not_be_written_down_is_taken_back_and_fails()
    {
        var engine = await StartAsync();
        _store.Before = static _ => throw new ResponseStoreException(StoreFailure.Full, "the disk is full");

        var outcome = await BlockAsync(engine, 600);

        outcome.Outcome.Should().Be(ActionOutcome.Failed);
        outcome.Detail.Should().Contain("the disk is full");
        _firewall.Entries.Should().BeEmpty("nobody could lift it");
        _store.Before = static _ => Task.CompletedTask;
        (await BlockAsync(engine, 600)).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task What_is_taken_back_while_a_check_looks_gets_no_record()
    {
        var engine = await StartAsync();
        var recording = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begins = HoldRecords(recording.Task);
        var blocking = BlockAsync(engine, 600);
        await begins;
        await _services[^1].GetRequiredService<EngineGraph>().Drift.CheckAsync(CancellationToken.None);

        _store.Before = static _ => Task.CompletedTask;
        recording.SetException(new ResponseStoreException(StoreFailure.Full, "the disk is full"));
        (await blocking).Outcome.Should().Be(ActionOutcome.Failed);
        await engine.DrainAsync();

        _firewall.Entries.Should().BeEmpty();
        (await engine.ListAsync()).Should().BeEmpty("the next check would put it back");
    }

    [Fact]
    public async Task A_process_that_ends_in_between_leaves_a_block_that_the_next_one_finds_and_the_same_alert_makes_one_offense_of_it()
    {
        var first = await StartAsync();
        await first.HandleAsync(Some.Alert(id: "1"));
        await first.DrainAsync();
        await first.LiftAllAsync();
        var begins = HoldRecords(_killed.Task);
        await first.HandleAsync(Some.Alert(id: "2"));
        await begins;

        _store.Before = static _ => Task.CompletedTask;
        var second = await StartAsync();
        (await second.ListAsync())
            .Single()
            .Should()
            .Match<EffectRecord>(static effect => effect.State == EffectState.Applied && effect.Until != null);
        await second.HandleAsync(Some.Alert(id: "2"));
        await second.DrainAsync();
        await second.HandleAsync(Some.Alert(id: "2"));
        await second.DrainAsync();

        (await _store.FindOffenseAsync(Key, CancellationToken.None))!.Count.Should().Be(2, "the first alert, and the second");
        _clock.Advance(TimeSpan.FromSeconds(601));
        await second.DrainAsync();
        _firewall.Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1, "before the search of the firewall")]
    [InlineData(2, "after it")]
    public async Task A_lift_by_hand_ends_a_block_that_gets_its_record_meanwhile(int lookUp, string when)
    {
        var engine = await StartAsync();
        var recording = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Before = _ => recording.Task;
        var blocking = BlockAsync(engine, 600);
        await Until.TrueAsync(() => _firewall.Entries.Count == 1);
        var lookUps = 0;
        _store.AfterListOfSubject = async () =>
        {
            if (++lookUps == lookUp)
            {
                recording.SetResult();
                await blocking;
            }
        };

        var outcomes = await engine.LiftAsync(Some.Address("203.0.113.9"));

        outcomes.Should().ContainSingle(when).Which.Outcome.Should().Be(ActionOutcome.Lifted);
        _firewall.Entries.Should().BeEmpty("the operator is told so");
        (await engine.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, "before the search of the firewall")]
    [InlineData(false, "after it")]
    public async Task A_lift_of_everything_ends_a_block_that_gets_its_record_meanwhile(bool isBefore, string when)
    {
        var engine = await StartAsync();
        var recording = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Before = _ => recording.Task;
        var blocking = BlockAsync(engine, 600);
        await Until.TrueAsync(() => _firewall.Entries.Count == 1);
        _ = isBefore ? _store.AfterList = RecordAsync : _store.AfterListOfSubject = RecordAsync;

        var outcomes = await engine.LiftAllAsync();

        outcomes.Should().ContainSingle(when).Which.Outcome.Should().Be(ActionOutcome.Lifted);
        _firewall.Entries.Should().BeEmpty();

        async Task RecordAsync()
        {
            recording.TrySetResult();
            await blocking;
        }
    }

    [Fact]
    public async Task A_lift_of_everything_leaves_what_is_wanted_after_it_began()
    {
        var engine = await StartAsync();
        await BlockAsync(engine, 600);
        _store.AfterList = async () =>
        {
            _store.AfterList = static () => Task.CompletedTask;
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.10"), TimeSpan.FromMinutes(10));
        };

        var outcomes = await engine.LiftAllAsync();

        outcomes.Should().ContainSingle().Which.Order.Subject.Should().Be(Some.Address("203.0.113.9"));
        (await engine.ListAsync()).Should().ContainSingle().Which.Key.Subject.Should().Be(Some.Address("203.0.113.10"));
        _firewall.Entries.Should().ContainSingle();
    }

    [Fact]
    public async Task What_only_a_check_takes_for_a_stray_stays_if_it_has_a_record_by_then()
    {
        await using var host = new ExecutionHarness(new FirewallResponder(_firewall));
        var order = Some.Order("memory-firewall", "203.0.113.9");
        await host.ApplyAsync(order);

        await host.Executor.Effects.RemoveAsync(new FirewallResponder(_firewall), [new FoundEffect(order.Subject, null)]);

        _firewall.Entries.Should().ContainSingle();
        (await host.EffectAsync(order)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_lift_by_hand_comes_before_a_check_that_would_record_the_entry()
    {
        var responder = new FirewallResponder(_firewall);
        await using var host = new ExecutionHarness(responder);
        using var lifts = new LiftWatches().Begin();
        var (order, other) = (Some.Order("memory-firewall", "203.0.113.9"), Some.Order("memory-firewall", "203.0.113.10"));
        await host.ApplyAsync(order);
        await host.Store.CommitAsync(new StoreCommit { Ended = [order.Key] }, CancellationToken.None);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _firewall.BeforeBatch = () =>
        {
            began.TrySetResult();
            return hold.Task;
        };
        var busy = await host.QueueAsync(other);
        await began.Task;
        FoundEffect[] found = [new FoundEffect(order.Subject, null)];

        var lift = host.Executor.Effects.Remove(responder, found, OrderNote.None).Single();
        var check = host.Executor.Effects.AdoptAsync(responder, found, lifts);
        hold.SetResult();
        await Task.WhenAll(busy, check);

        (await lift).Outcome.Should().Be(ActionOutcome.Lifted);
        _firewall.Entries.Should().ContainSingle("the other address");
        (await host.EffectAsync(order)).Should().BeNull();
    }

    private static InMemoryFirewall Firewall(Func<FirewallCapabilities, FirewallCapabilities> change)
    {
        var plain = new InMemoryFirewall();
        return new InMemoryFirewall { Capabilities = change(plain.Capabilities | FirewallCapabilities.KernelExpiry) };
    }

    /// <summary>Keeps outcomes from being recorded.</summary>
    /// <returns>Ends when the first waits: the block is in place some time before that.</returns>
    private Task HoldRecords(Task until)
    {
        var begins = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Before = commit =>
        {
            if (commit.History.IsEmpty)
            {
                return Task.CompletedTask;
            }

            begins.TrySetResult();
            return until;
        };
        return begins.Task;
    }

    private async Task<ActiveResponseEngine> StartAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services
            .AddActiveResponse()
            .UseConfig(new ActiveResponse.Configuration.ActiveResponseConfig { Responses = [Some.Response("memory-firewall")] })
            .AddFirewall(_ => _firewall)
            .UseStore(_ => _store)
            .ConfigureExecution(static options => options.DriftCheckInterval = TimeSpan.Zero);
        _firewall.BeforeBatch = async () => _wasOnRecord.Add(await _store.FindAsync(Key, CancellationToken.None) is not null);
        _services.Add(services.BuildServiceProvider());
        var engine = _services[^1].GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return engine;
    }

    private static Task<ExecutedAction> BlockAsync(ActiveResponseEngine engine, int seconds) =>
        seconds == 0
            ? engine.ApplyPermanentlyAsync("memory-firewall", Some.Address("203.0.113.9"))
            : engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.9"), TimeSpan.FromSeconds(seconds));
}
