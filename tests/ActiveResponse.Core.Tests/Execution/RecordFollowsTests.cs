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
    public async Task A_process_that_ends_in_between_leaves_a_block_that_the_next_one_finds_and_the_same_alert_makes_one_offense_of_it()
    {
        var first = await StartAsync();
        await first.HandleAsync(Some.Alert(id: "1"));
        await first.DrainAsync();
        await first.LiftAllAsync();
        _store.Before = commit => commit.History.IsEmpty ? Task.CompletedTask : _killed.Task;
        await first.HandleAsync(Some.Alert(id: "2"));
        await Until.TrueAsync(() => _firewall.Entries.Count == 1);

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

    private static InMemoryFirewall Firewall(Func<FirewallCapabilities, FirewallCapabilities> change)
    {
        var plain = new InMemoryFirewall();
        return new InMemoryFirewall { Capabilities = change(plain.Capabilities | FirewallCapabilities.KernelExpiry) };
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
