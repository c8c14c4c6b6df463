using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Reconciliation;

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

        await CheckAsync(host);

        _firewall.Entries.Should().HaveCount(2);
        _firewall.Batches.Should().BeLessThanOrEqualTo(batches + 2);
        host.Outcomes.TakeLast(2)
            .Should()
            .OnlyContain(static outcome => outcome.Verb == ActionVerb.Restore && outcome.Outcome == ActionOutcome.Applied);
        host.Log.Texts(406).Should().ContainSingle().Which.Should().StartWith("2 of 2 entries are gone from 'memory-firewall'");
    }

    [Fact]
    public async Task Comes_back_with_the_time_that_is_left_and_ends_in_time()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await _firewall.UninstallAsync(CancellationToken.None);

        await CheckAsync(host);

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
            await CheckAsync(host);
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

        await CheckAsync(host);

        _firewall.Entries.Should().BeEmpty();
    }

    public static TheoryData<Exception> Failures =>
        [new IOException("no list today"), new OperationCanceledException("a deadline of its own")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_list_that_fails_is_told_once_and_loses_nothing(Exception failure)
    {
        var listing = new FailingList(_firewall);
        await using var host = Host(listing);
        await host.BlockAsync("203.0.113.9");
        listing.Failure = failure;
        await _firewall.UninstallAsync(CancellationToken.None);
        await CheckAsync(host);
        await CheckAsync(host);
        host.Log.Texts(407).Should().ContainSingle();

        listing.Failure = null;
        await CheckAsync(host);

        _firewall.Entries.Should().HaveCount(1);
    }

    [Fact]
    public async Task What_was_lifted_and_comes_back_is_taken_out_again_also_when_nothing_is_on_record()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await host.Engine.LiftAsync(Some.Address("203.0.113.9"));
        await BringAsync("203.0.113.9", host.Clock.GetUtcNow().AddHours(1));

        await CheckAsync(host);

        _firewall.Entries.Should().BeEmpty();
        host.Outcomes.Last().Should().Be((ActionVerb.Revert, ActionOutcome.Lifted));
        host.Log.Texts(410)
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("1 entries of 'memory-firewall' carry our mark but have no record: removing 1");
        await BringAsync("203.0.113.9", null);
        await CheckAsync(host);
        _firewall.Entries.Should().BeEmpty("it is noticed again and again");
    }

    [Fact]
    public async Task What_ended_in_its_time_and_comes_back_is_taken_out()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9", seconds: 10);
        await host.Clock.TimerOf(Interval);
        await host.PassAsync(TimeSpan.FromSeconds(10));
        await BringAsync("203.0.113.9", host.Clock.GetUtcNow().AddHours(1));

        // No further than to the check: time that passes during one puts off the next.
        host.Clock.Advance(Interval - TimeSpan.FromSeconds(10));
        await host.Clock.TimerOf(Interval);
        await host.Engine.DrainAsync();

        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task What_says_itself_that_it_has_ended_is_taken_out()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.10");
        await BringAsync("203.0.113.9", host.Clock.GetUtcNow().AddSeconds(-1));

        await CheckAsync(host);

        _firewall.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.10"));
    }

    [Fact]
    public async Task What_nobody_has_lifted_is_taken_on_record_and_ends_in_its_time()
    {
        await using var host = Host();
        await host.Engine.StartAsync();
        await BringAsync("203.0.113.9", host.Clock.GetUtcNow().AddSeconds(600));

        await CheckAsync(host);

        (await host.RecordAsync("203.0.113.9"))
            .Should()
            .Match<EffectRecord>(record =>
                record.State == EffectState.Applied
                && record.Holders[0].ResponseName == "recovered"
                && record.Until == host.Clock.GetUtcNow().AddSeconds(569)
            );
        await host.PassAsync(TimeSpan.FromSeconds(569));
        _firewall.Entries.Should().BeEmpty();
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_lifted_while_a_check_looks_is_not_taken_on_record()
    {
        await using var host = new RestartHost(
            _firewall,
            static options => (options.DriftCheckInterval, options.Deadline) = (Interval, TimeSpan.FromMinutes(2))
        );
        await host.Engine.StartAsync();
        await BringAsync("203.0.113.9", null);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _firewall.BeforeBatch = () =>
        {
            began.TrySetResult();
            return hold.Task;
        };
        var lifting = host.Engine.LiftAsync(Some.Address("203.0.113.9"));
        await began.Task;

        await LookAsync(host);
        host.Log.Texts(410).Should().ContainSingle("the check saw the entry");
        hold.SetResult();
        (await lifting).Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Lifted);
        await CheckAsync(host);

        _firewall.Entries.Should().BeEmpty("nobody wants it");
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_on_the_allow_list_is_not_taken_on_record()
    {
        await using var host = new RestartHost(builder =>
            builder
                .AddFirewall(_ => _firewall)
                .ConfigureExecution(static options => options.DriftCheckInterval = Interval)
                .UseConfig(
                    new ActiveResponseConfig
                    {
                        AllowList = new AllowList([
                            new AllowListEntry { Text = "203.0.113.0/24", Network = Some.Prefix("203.0.113.0/24") },
                        ]),
                    }
                )
        );
        await host.Engine.StartAsync();
        await BringAsync("203.0.113.9", null);

        await CheckAsync(host);

        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Of_two_responders_with_one_firewall_neither_takes_what_the_other_has_on_record()
    {
        await using var host = new RestartHost(builder =>
            builder
                .AddFirewall(_ => _firewall)
                .AddFirewallDrop(new FirewallDropOptions { Use = ["memory-firewall"] })
                .AddFirewallCandidate(_ => _firewall)
                .UseCommandRunner(static _ =>
                    new FakeCommandRunner().Answer(static _ => true, CommandResult.NotStarted(StartFailure.NotFound, "not here"))
                )
                .ConfigureExecution(static options => options.DriftCheckInterval = Interval)
        );
        await host.BlockAsync("203.0.113.9");
        await host.Engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.10"), TimeSpan.FromHours(1));

        await CheckAsync(host);

        (await host.Engine.ListAsync()).Select(static effect => effect.Key.ToString()).Should().HaveCount(2);
        host.Log.Texts(410).Should().BeEmpty();
        _firewall.Entries.Should().HaveCount(2);
    }

    [Fact]
    public async Task Entries_of_others_are_left_alone()
    {
        var shared = new InMemoryFirewall
        {
            Capabilities = _firewall.Capabilities & ~(FirewallCapabilities.MarksEntries | FirewallCapabilities.ExclusivePlace),
        };
        await using var host = Host(shared);
        await host.BlockAsync("203.0.113.10");
        await shared.ApplyAsync([new FirewallEntry(Some.Prefix("203.0.113.9"), null)], [], CancellationToken.None);

        await CheckAsync(host);

        shared.Entries.Should().HaveCount(2);
        (await host.Engine.ListAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData(null)]
    public async Task Lifting_looks_too_at_what_is_on_no_record(string? address)
    {
        await using var host = Host();
        await host.Engine.StartAsync();
        await BringAsync("203.0.113.9", null);

        var outcomes = await (address is null ? host.Engine.LiftAllAsync() : host.Engine.LiftAsync(Some.Address(address)));

        outcomes
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<ExecutedAction>(static action => action.Verb == ActionVerb.Revert && action.Outcome == ActionOutcome.Lifted);
        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Lifting_one_subject_leaves_what_is_on_no_record_for_others()
    {
        await using var host = Host();
        await host.Engine.StartAsync();
        await BringAsync("203.0.113.9", null);

        (await host.Engine.LiftAsync(Some.Address("203.0.113.10"))).Should().BeEmpty();

        _firewall.Entries.Should().ContainSingle();
    }

    private async Task BringAsync(string address, DateTimeOffset? until) =>
        await _firewall.ApplyAsync([new FirewallEntry(Some.Prefix(address), until)], [], CancellationToken.None);

    /// <summary>Lets the time pass to the next look, and waits until it is over: then the timer of the one after it is set.</summary>
    [Fact]
    public async Task One_slow_look_puts_the_next_off_by_two_intervals_at_most()
    {
        Action onList = static () => { };
        await using var host = Host(new SlowFirewall(_firewall, () => onList()));
        await host.BlockAsync("203.0.113.9");
        onList = () => host.Clock.Advance(TimeSpan.FromSeconds(60));

        await host.Clock.TimerOf(Interval);
        host.Clock.Advance(Interval);

        await host.Clock.TimerOf(Interval * 2);
    }

    private static async Task CheckAsync(RestartHost host)
    {
        await LookAsync(host);
        await host.Engine.DrainAsync();
    }

    // What it queues may still be in progress.
    private static async Task LookAsync(RestartHost host)
    {
        await host.Clock.TimerOf(Interval);
        host.Clock.Advance(Interval);
        await host.Clock.TimerOf(Interval);
    }

    private RestartHost Host(IFirewallBackend? firewall = null) =>
        new(firewall ?? _firewall, static options => options.DriftCheckInterval = Interval);

    private sealed class FailingList(InMemoryFirewall inner) : DelegatingFirewallBackend(inner)
    {
        public Exception? Failure { get; set; }

        public override ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
            Failure is { } failure ? throw failure : base.ListAsync(cancellationToken);
    }

    private sealed class SlowFirewall(InMemoryFirewall inner, Action onList) : DelegatingFirewallBackend(inner)
    {
        public override ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
        {
            onList();
            return base.ListAsync(cancellationToken);
        }
    }
}
