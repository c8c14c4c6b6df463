using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Reconciliation;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>Every offense counts once, also where its block failed at first or the process ended between two steps.</summary>
public sealed class UncountedOffenseTests : IAsyncDisposable
{
    private const string Attacker = "203.0.113.9";
    private static readonly RepeatedOffenders Ladder = new([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3)]);

    private readonly InMemoryFirewall _firewall = new("firewall-drop");
    private readonly RestartHost _host;

    public UncountedOffenseTests() =>
        _host = new RestartHost(builder =>
            builder
                .UseConfig(new ActiveResponseConfig { RepeatedOffenders = Ladder, Responses = [Some.Response(seconds: 2)] })
                .AddFirewall(_ => _firewall)
        );

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_second_alert_that_meets_a_failed_block_belongs_to_its_offense_which_counts_when_it_is_in_place()
    {
        await OffenseAsync("1");
        await _host.PassAsync(TimeSpan.FromSeconds(3));
        _firewall.BeforeBatch = static () => throw new InvalidOperationException("not now");
        await OffenseAsync("2");
        _firewall.BeforeBatch = static () => Task.CompletedTask;
        await OffenseAsync("3");
        await ShouldBeAsync(2, TimeSpan.FromMinutes(1));

        await _host.Engine.LiftAsync(Some.Address(Attacker));
        await OffenseAsync("4");

        await ShouldBeAsync(3, TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData(EffectState.Planned)]
    [InlineData(EffectState.Applied)]
    public async Task What_the_commit_before_acting_says_counts_after_a_kill_whoever_comes_next(EffectState state)
    {
        await OffenseAsync("1");
        await _host.PassAsync(TimeSpan.FromSeconds(3));
        await OffenseAsync("2");
        await KilledBeforeConfirmingAsync(state);
        await _host.StartAnewAsync();

        await OffenseAsync("3");
        await ShouldBeAsync(2, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_was_never_confirmed_counts_when_it_ends()
    {
        await OffenseAsync("1");
        await _host.PassAsync(TimeSpan.FromSeconds(3));
        await OffenseAsync("2");
        await KilledBeforeConfirmingAsync(EffectState.Applied);
        await _host.StartAnewAsync();
        await _host.PassAsync(TimeSpan.FromMinutes(2));
        (await _host.Engine.ListAsync()).Should().BeEmpty();

        await OffenseAsync("3");

        await ShouldBeAsync(3, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task An_adopted_block_whose_alert_is_read_again_after_two_kills_counts_once()
    {
        await OffenseAsync("1");
        await _host.PassAsync(TimeSpan.FromSeconds(3));

        // The block came in place, and its process was killed before it was recorded; then the next one before it had confirmed the alert
        // it had read again.
        await _firewall.ApplyAsync(
            [new FirewallEntry(Some.Prefix(Attacker), _host.Clock.GetUtcNow() + TimeSpan.FromMinutes(1))],
            [],
            CancellationToken.None
        );
        await _host.StartAnewAsync();
        await OffenseAsync("2");
        await KilledBeforeConfirmingAsync(EffectState.Applied);
        await _host.StartAnewAsync();
        await OffenseAsync("2");

        await ShouldBeAsync(2, TimeSpan.FromMinutes(1));
        (await _host.Store.FindOffenseAsync(new ActionKey("firewall-drop", Some.Address(Attacker)), CancellationToken.None))!
            .Count.Should()
            .Be(2);
    }

    private async Task OffenseAsync(string alertId)
    {
        await _host.Engine.StartAsync();
        await _host.Engine.HandleAsync(Some.Alert(Attacker, alertId));
        await _host.Engine.DrainAsync();
    }

    /// <summary>What a process leaves that was killed after its intent was stored and before anything was confirmed.</summary>
    private async Task KilledBeforeConfirmingAsync(EffectState state)
    {
        await _host.RewriteAsync(Attacker, effect => effect with { State = state });
        var key = new ActionKey("firewall-drop", Some.Address(Attacker));
        await _host.Store.CommitAsync(
            new StoreCommit { Offenses = [new OffenseRecord(key, 1, _host.Clock.GetUtcNow() - TimeSpan.FromSeconds(3), "1")] },
            CancellationToken.None
        );
    }

    private async Task ShouldBeAsync(int offense, TimeSpan lasts)
    {
        var effect = await _host.RecordAsync(Attacker);
        effect.Holders.Max(static holder => holder.Offense).Should().Be(offense);
        (effect.Until - _host.Clock.GetUtcNow()).Should().BeCloseTo(lasts, TimeSpan.FromSeconds(2));
    }
}
