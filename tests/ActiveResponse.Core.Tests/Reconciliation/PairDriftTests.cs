using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>Two firewalls at once, of which one loses, keeps or fails to take a block.</summary>
public sealed class PairDriftTests : IAsyncDisposable
{
    private const string Pair = "one+two";
    private const string Host = "203.0.113.9";
    private const int Seconds = 600;

    private readonly InMemoryFirewall _first = Firewall("one");
    private readonly InMemoryFirewall _second = Firewall("two");
    private readonly RestartHost _host;

    private DateTimeOffset End { get; set; }

    public PairDriftTests() =>
        _host = new RestartHost(builder =>
            builder
                .AddFirewall(_ => FirewallBackends.Both(_first, _second))
                .ConfigureExecution(static options => options.DriftCheckInterval = TimeSpan.Zero)
        );

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_one_of_them_has_lost_is_restored(bool isFirst)
    {
        await BlockAsync();
        await (isFirst ? _first : _second).ApplyAsync([], [Some.Prefix(Host)], CancellationToken.None);

        await CheckAsync();

        _host.Outcomes.Should().Contain((ActionVerb.Restore, ActionOutcome.Applied));
        Has(_first).Should().BeTrue();
        Has(_second).Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_only_one_of_them_has_without_a_record_gets_one_and_is_completed(bool isFirst)
    {
        await _host.Engine.StartAsync();
        await HalfAsync(isFirst);

        await CheckAsync();

        (await _host.RecordAsync(Host)).Until.Should().Be(End);
        Has(isFirst ? _first : _second).Should().BeTrue("it isn't lifted before its end");
        await CheckAsync();
        Has(isFirst ? _second : _first).Should().BeTrue();
        await _host.PassAsync(TimeSpan.FromSeconds(Seconds + 1));
        Has(_first).Should().BeFalse();
        Has(_second).Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_only_one_of_them_has_is_lifted_by_hand(bool isFirst)
    {
        await _host.Engine.StartAsync();
        await HalfAsync(isFirst);

        (await _host.Engine.LiftAsync(Some.Address(Host))).Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Lifted);

        Has(isFirst ? _first : _second).Should().BeFalse();
    }

    [Fact]
    public async Task After_a_start_over_a_flushed_firewall_the_blocks_of_the_other_one_stay_and_are_completed()
    {
        await HalfAsync(isFirst: true);

        await _host.StartAnewAsync();
        await _host.PassAsync(TimeSpan.FromSeconds(1));

        Has(_first).Should().BeTrue();
        await CheckAsync();
        Has(_second).Should().BeTrue();
        _first.Entries.Values.Should().Equal(End);
    }

    [Fact]
    public async Task A_block_that_only_one_of_them_takes_has_failed_is_retried_and_is_whole_then()
    {
        _second.BeforeBatch = static () => throw new IOException("no room");
        await _host.Engine.StartAsync();

        var outcome = await _host.Engine.ApplyAsync(Pair, Some.Address(Host), TimeSpan.FromSeconds(Seconds));

        outcome.Outcome.Should().Be(ActionOutcome.Failed);
        outcome.Detail.Should().StartWith("two: no room; retried in");
        (await _host.RecordAsync(Host)).State.Should().Be(EffectState.Planned, "it isn't in place");
        _second.BeforeBatch = static () => Task.CompletedTask;
        await _host.PassAsync(outcome.RetryAt!.Value - _host.Clock.GetUtcNow());
        (await _host.RecordAsync(Host)).State.Should().Be(EffectState.Applied);
        Has(_second).Should().BeTrue();
    }

    [Fact]
    public async Task Half_a_block_whose_retries_are_given_up_is_taken_back()
    {
        _second.BeforeBatch = static () => throw new IOException("no room");
        await _host.Engine.StartAsync();
        await _host.Engine.ApplyAsync(Pair, Some.Address(Host), TimeSpan.FromSeconds(Seconds));
        Has(_first).Should().BeTrue();

        await _host.PassAsync(TimeSpan.FromSeconds(Seconds + 1));
        _second.BeforeBatch = static () => Task.CompletedTask;
        await _host.PassAsync(TimeSpan.FromMinutes(10));

        Has(_first).Should().BeFalse();
        (await _host.Engine.ListAsync()).Should().BeEmpty();
    }

    private static InMemoryFirewall Firewall(string name) =>
        new(name) { Capabilities = new InMemoryFirewall().Capabilities | FirewallCapabilities.KernelExpiry };

    private static bool Has(InMemoryFirewall firewall) => firewall.Entries.ContainsKey(Some.Prefix(Host));

    private async Task BlockAsync()
    {
        await _host.Engine.StartAsync();
        (await _host.Engine.ApplyAsync(Pair, Some.Address(Host), TimeSpan.FromSeconds(Seconds))).Outcome.Should().Be(ActionOutcome.Applied);
    }

    private async Task CheckAsync()
    {
        await _host.Part<EngineGraph>().Drift.CheckAsync(CancellationToken.None);
        await _host.Engine.DrainAsync();
    }

    private async Task HalfAsync(bool isFirst)
    {
        End = _host.Clock.GetUtcNow() + TimeSpan.FromSeconds(Seconds);
        await (isFirst ? _first : _second).ApplyAsync([new FirewallEntry(Some.Prefix(Host), End)], [], CancellationToken.None);
    }
}
