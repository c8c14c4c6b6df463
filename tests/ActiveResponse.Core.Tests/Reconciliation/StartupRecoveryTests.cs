using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What a start makes of a record and a host that no longer agree.</summary>
public sealed class StartupRecoveryTests
{
    private const int Many = (2 * EffectQueue.RestoresAtOnce) + 1;

    private readonly InMemoryFirewall _firewall = new();

    [Fact]
    public async Task What_is_in_place_and_on_record_is_left_alone()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        var batches = _firewall.Batches;

        await host.StartAnewAsync();

        _firewall.Batches.Should().Be(batches);
        host.Outcomes.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_reboot_took_away_is_there_again_in_one_batch_with_the_time_that_is_left()
    {
        await using var host = Host();
        for (var i = 0; i < 100; i++)
        {
            await host.BlockAsync($"203.0.113.{i}");
        }

        var end = host.Clock.GetUtcNow().AddSeconds(600);
        await _firewall.UninstallAsync(CancellationToken.None);
        host.Clock.Advance(TimeSpan.FromSeconds(100));
        var batches = _firewall.Batches;

        await host.StartAnewAsync();

        _firewall.Entries.Should().HaveCount(100);
        _firewall.Entries.Values.Should().AllBeEquivalentTo(end);
        (_firewall.Batches - batches).Should().BeLessThanOrEqualTo(3);
        host.Outcomes.Should()
            .HaveCount(100)
            .And.OnlyContain(static outcome => outcome.Verb == ActionVerb.Restore && outcome.Outcome == ActionOutcome.Applied);
    }

    [Fact]
    public async Task Very_many_come_back_in_several_batches_and_the_engine_is_busy_until_the_last_is_there()
    {
        await using var host = Host();
        await BlockManyAsync(host, "memory-firewall");
        await _firewall.UninstallAsync(CancellationToken.None);
        var batches = _firewall.Batches;

        await host.StartAnewAsync();

        _firewall.Entries.Should().HaveCount(Many);
        (_firewall.Batches - batches).Should().BeInRange(2, 4, "what is known of them is not held all at once");
        host.Outcomes.Should()
            .HaveCount(Many)
            .And.OnlyContain(static outcome => outcome.Verb == ActionVerb.Restore && outcome.Outcome == ActionOutcome.Applied);
    }

    [Fact]
    public async Task One_that_hangs_keeps_nothing_of_another_from_coming_back()
    {
        var other = new InMemoryFirewall("other-firewall");
        await using var host = new RestartHost(builder => builder.AddFirewall(_ => _firewall).AddFirewall(_ => other));
        await BlockManyAsync(host, "memory-firewall");
        await BlockManyAsync(host, "other-firewall");
        await _firewall.UninstallAsync(CancellationToken.None);
        await other.UninstallAsync(CancellationToken.None);
        var hold = new TaskCompletionSource();
        _firewall.BeforeBatch = () => hold.Task;

        var start = host.StartAnewAsync();
        await Until.TrueAsync(() => other.Entries.Count == Many);

        _firewall.Entries.Should().BeEmpty();
        hold.SetResult();
        await start;
        _firewall.Entries.Should().HaveCount(Many);
    }

    [Fact]
    public async Task A_list_that_breaks_off_is_told_and_what_was_read_of_it_comes_back()
    {
        await using var host = Host();
        await BlockManyAsync(host, "memory-firewall");
        await _firewall.UninstallAsync(CancellationToken.None);
        var effects = await host.Store.ListAsync(CancellationToken.None);
        var readable = EffectQueue.RestoresAtOnce;

        await host.Part<EngineGraph>()
            .Endings.RestoreAsync(
                host.Part<ResponderBinding>().FindByName("memory-firewall")!,
                effects.Select((effect, n) => n <= readable ? effect.Key : throw new IOException("the list is damaged"))
            );
        await host.Engine.DrainAsync();

        host.Log.Texts(408).Should().ContainSingle().Which.Should().Contain("memory-firewall");
        _firewall.Entries.Should().HaveCount(readable);
    }

    [Fact]
    public async Task What_is_overdue_is_taken_back_at_once()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        var later = new ManualClock();
        await host.RewriteAsync("203.0.113.9", record => record with { Holders = [record.Holders[0] with { Until = later.GetUtcNow() }] });

        await host.StartAnewAsync();

        _firewall.Entries.Should().BeEmpty();
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_apply_that_was_under_way_is_finished(bool cameThrough)
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await host.RewriteAsync("203.0.113.9", static record => record with { State = EffectState.Planned });
        if (!cameThrough)
        {
            await _firewall.UninstallAsync(CancellationToken.None);
        }

        await host.StartAnewAsync();

        _firewall.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.9"));
        (await host.RecordAsync("203.0.113.9")).State.Should().Be(EffectState.Applied);
        await host.PassAsync(TimeSpan.FromSeconds(600));
        _firewall.Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_revert_that_was_under_way_is_finished_however_long_the_block_had_to_go(bool cameThrough)
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await host.RewriteAsync("203.0.113.9", static record => record with { State = EffectState.Reverting });
        if (cameThrough)
        {
            await _firewall.UninstallAsync(CancellationToken.None);
        }

        await host.StartAnewAsync();

        _firewall.Entries.Should().BeEmpty();
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_there_by_our_hand_and_not_on_record_is_taken_on_record()
    {
        await using var host = Host();
        await _firewall.ApplyAsync(
            [new FirewallEntry(Some.Prefix("203.0.113.9"), host.Clock.GetUtcNow().AddSeconds(60))],
            [],
            CancellationToken.None
        );

        await host.StartAnewAsync();

        (await host.RecordAsync("203.0.113.9")).Until.Should().Be(host.Clock.GetUtcNow().AddSeconds(60));
        await host.PassAsync(TimeSpan.FromSeconds(60));
        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task What_would_end_too_early_gets_its_end()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await _firewall.ApplyAsync(
            [new FirewallEntry(Some.Prefix("203.0.113.9"), host.Clock.GetUtcNow().AddSeconds(60))],
            [],
            CancellationToken.None
        );

        await host.StartAnewAsync();

        _firewall.Entries.Values.Should().Equal(host.Clock.GetUtcNow().AddSeconds(600));
    }

    [Fact]
    public async Task A_firewall_that_can_not_list_is_told_again()
    {
        var blind = new InMemoryFirewall
        {
            Capabilities =
                _firewall.Capabilities
                & ~(FirewallCapabilities.Enumeration | FirewallCapabilities.MarksEntries | FirewallCapabilities.KeepsEnds),
        };
        await using var host = Host(blind);
        await host.BlockAsync("203.0.113.9");
        await blind.UninstallAsync(CancellationToken.None);

        await host.StartAnewAsync();

        blind.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.9"));
    }

    [Fact]
    public async Task A_responder_that_may_not_be_run_twice_is_not()
    {
        var script = new RecordingResponder("memory-firewall");
        await using var host = new RestartHost(builder => builder.AddResponder(_ => script));
        await host.BlockAsync("203.0.113.9");

        await host.StartAnewAsync();

        script.Calls.Should().Equal("add 203.0.113.9");
        await host.PassAsync(TimeSpan.FromSeconds(600));
        script.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task A_dry_run_over_a_record_touches_nothing()
    {
        var isDry = false;
        await using var host = new RestartHost(_firewall, options => options.DryRun = isDry);
        await host.BlockAsync("203.0.113.9");
        isDry = true;

        await host.StartAnewAsync();
        await host.PassAsync(TimeSpan.FromSeconds(700));

        _firewall.Entries.Should().HaveCount(1);
        (await host.Engine.ListAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_failed_restore_is_tried_again_until_it_works()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await _firewall.UninstallAsync(CancellationToken.None);
        _firewall.BeforeBatch = static () => throw new IOException("not now");

        await host.StartAnewAsync();

        var record = await host.RecordAsync("203.0.113.9");
        (record.State, record.FailedApplies).Should().Be((EffectState.Applied, 1));
        for (var i = 0; i < 6; i++)
        {
            await host.PassAsync(TimeSpan.FromSeconds(40));
        }

        _firewall.BeforeBatch = static () => Task.CompletedTask;
        await host.PassAsync(TimeSpan.FromSeconds(200));
        _firewall.Entries.Should().HaveCount(1);
        (await host.RecordAsync("203.0.113.9")).FailedApplies.Should().Be(0);
        await host.PassAsync(TimeSpan.FromSeconds(200));
        _firewall.Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(21, 20, 1)]
    public async Task On_a_stop_what_stays_is_named_and_of_very_many_the_rest_is_counted(int blocks, int named, int more)
    {
        await using var host = Host();
        for (var i = 0; i < blocks; i++)
        {
            await host.BlockAsync($"203.0.113.{i}");
        }

        await host.Engine.StopAsync();

        host.Log.Texts(401)
            .Should()
            .HaveCount(named)
            .And.OnlyContain(static text => text.Contains("203.0.113.") && text.EndsWith("it is kept over a restart"));
        host.Log.Texts(409).Should().Equal(Enumerable.Repeat($"On stop {more} more stay in place", more));
    }

    [Theory]
    [InlineData(EffectState.Planned, "it may not be in place")]
    [InlineData(EffectState.Reverting, "its revert hasn't succeeded")]
    public async Task On_a_stop_nothing_is_said_to_stay_in_place_that_is_not_known_to_be_there(EffectState state, string why)
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9");
        await host.RewriteAsync("203.0.113.9", record => record with { State = state, RetryAt = host.Clock.GetUtcNow().AddMinutes(1) });

        await host.Engine.StopAsync();

        host.Log.Texts(401).Should().BeEmpty();
        host.Log.Texts(412).Should().Equal($"On stop 203.0.113.9 of 'memory-firewall' stays on record: {why}");
    }

    private static async Task BlockManyAsync(RestartHost host, string responder)
    {
        await host.Engine.StartAsync();
        await Task.WhenAll(
            Enumerable
                .Range(0, Many)
                .Select(i => host.Engine.ApplyAsync(responder, Some.Address($"198.18.{i / 250}.{i % 250}"), TimeSpan.FromSeconds(600)))
        );
    }

    // What is noticed later on is another test's matter.
    private RestartHost Host(InMemoryFirewall? firewall = null) =>
        new(firewall ?? _firewall, static options => options.DriftCheckInterval = TimeSpan.Zero);
}
