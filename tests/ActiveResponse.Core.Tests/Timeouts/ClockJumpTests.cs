using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Reconciliation;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Timeouts;

/// <summary>Somebody sets the clock of the host, or a time server does, while blocks are in place.</summary>
public sealed class ClockJumpTests
{
    // No other timer has this length.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly InMemoryFirewall _firewall = new();

    [Fact]
    public async Task A_jump_forward_by_a_day_ends_what_is_due_within_a_minute_and_nothing_else()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9", seconds: 7200);
        await host.BlockAsync("203.0.113.10", seconds: 2 * 86_400);
        await host.BlockAsync("203.0.113.11", seconds: 0);

        host.Clock.ShiftTimeOfDay(TimeSpan.FromDays(1));
        await host.PassAsync(Minute);

        Blocked().Should().BeEquivalentTo("203.0.113.10", "203.0.113.11");
        await host.BlockAsync("203.0.113.12", seconds: 600);
        await host.PassAsync(TimeSpan.FromSeconds(599));
        Blocked().Should().Contain("203.0.113.12", "what comes after the jump has its full time");
        await host.PassAsync(TimeSpan.FromSeconds(1));
        Blocked().Should().BeEquivalentTo("203.0.113.10", "203.0.113.11");
        await host.PassAsync(TimeSpan.FromDays(1));
        Blocked().Should().BeEquivalentTo("203.0.113.11");
        Outcomes(host).Should().OnlyContain(static outcome => outcome == ActionOutcome.Applied || outcome == ActionOutcome.Lifted);
    }

    [Fact]
    public async Task A_jump_of_years_forward_ends_a_block_of_months_within_a_minute()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9", seconds: 90 * 86_400);

        host.Clock.ShiftTimeOfDay(TimeSpan.FromDays(1000));
        await host.PassAsync(Minute);

        Blocked().Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_jump_back_a_block_stays_until_the_clock_shows_its_end_and_no_longer()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9", seconds: 600);
        var end = (await host.RecordAsync("203.0.113.9")).Until;

        host.Clock.ShiftTimeOfDay(-TimeSpan.FromHours(1));
        await host.PassAsync(TimeSpan.FromSeconds(600));
        Blocked().Should().Equal("203.0.113.9");
        (await host.RecordAsync("203.0.113.9"))
            .Should()
            .Match<EffectRecord>(record => record.Until == end && record.State == EffectState.Applied);
        await host.PassAsync(TimeSpan.FromSeconds(3599));
        Blocked().Should().Equal("203.0.113.9");
        await host.PassAsync(TimeSpan.FromSeconds(1));

        Blocked().Should().BeEmpty();
        (await host.Engine.ListAsync()).Should().BeEmpty();
        Outcomes(host).Should().Equal([ActionOutcome.Applied, ActionOutcome.Lifted], "nothing was taken for missing meanwhile");
    }

    [Fact]
    public async Task After_a_jump_back_a_new_block_has_its_full_time_and_does_not_wait_for_older_ones()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9", seconds: 600);
        host.Clock.ShiftTimeOfDay(-TimeSpan.FromHours(1));

        await host.BlockAsync("203.0.113.10", seconds: 300);
        await host.PassAsync(TimeSpan.FromSeconds(299));
        Blocked().Should().BeEquivalentTo("203.0.113.9", "203.0.113.10");
        await host.PassAsync(TimeSpan.FromSeconds(1));

        Blocked().Should().Equal("203.0.113.9");
    }

    [Fact]
    public async Task After_a_jump_back_a_block_can_be_lifted_and_one_that_comes_again_has_its_full_time()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9", seconds: 600);
        host.Clock.ShiftTimeOfDay(-TimeSpan.FromHours(1));

        await host.Engine.LiftAsync(Some.Address("203.0.113.9"));
        Blocked().Should().BeEmpty();
        await host.BlockAsync("203.0.113.9", seconds: 600);
        await host.PassAsync(TimeSpan.FromSeconds(600));

        Blocked().Should().BeEmpty();
    }

    [Fact]
    public async Task A_restart_after_a_jump_back_keeps_the_block_and_its_end()
    {
        await using var host = Host();
        await host.BlockAsync("203.0.113.9", seconds: 600);
        host.Clock.ShiftTimeOfDay(-TimeSpan.FromHours(1));
        await _firewall.UninstallAsync(CancellationToken.None);

        await host.StartAnewAsync();
        Blocked().Should().Equal("203.0.113.9");
        await host.PassAsync(TimeSpan.FromSeconds(4200));

        Blocked().Should().BeEmpty();
    }

    [Fact]
    public void However_the_clock_jumps_nothing_stays_once_it_shows_the_end_of_all() =>
        Prop.ForAll(
                Gen.Choose(-5000, 5000).ArrayOf().Where(static jumps => jumps.Length < 12).ToArbitrary(),
                static jumps => Task.Run(() => JumpAsync(jumps)).GetAwaiter().GetResult()
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    private static async Task JumpAsync(int[] jumps)
    {
        var firewall = new InMemoryFirewall();
        await using var host = new RestartHost(firewall, static options => options.DriftCheckInterval = TimeSpan.Zero);
        var last = DateTimeOffset.MinValue;
        for (var i = 0; i < jumps.Length; i++)
        {
            await host.BlockAsync($"203.0.113.{i + 1}", seconds: 60 + Math.Abs(jumps[i]));
            last = (await host.Engine.ListAsync()).Max(static effect => effect.Until!.Value) is var end && end > last ? end : last;
            host.Clock.ShiftTimeOfDay(TimeSpan.FromSeconds(jumps[i]));
            await host.PassAsync(Minute);
        }

        var now = host.Clock.GetUtcNow();
        await host.PassAsync((last > now ? last - now : TimeSpan.Zero) + Minute);
        firewall.Entries.Should().BeEmpty();
        if (jumps.Length > 0)
        {
            (await host.Engine.ListAsync()).Should().BeEmpty();
        }
    }

    private static IEnumerable<ActionOutcome> Outcomes(RestartHost host) => host.Outcomes.Select(static outcome => outcome.Outcome);

    private IEnumerable<string> Blocked() => _firewall.Entries.Keys.Select(static address => address.ToString());

    private RestartHost Host() => new(_firewall, static options => options.DriftCheckInterval = Interval);
}
