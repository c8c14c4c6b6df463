using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>Blocks come back while the outcomes of those before them are recorded.</summary>
public sealed class RestoresBesideRecordsTests
{
    private readonly InMemoryFirewall _firewall = new();
    private readonly TaskCompletionSource _hold = new();

    [Fact]
    public async Task The_next_come_back_before_the_outcomes_of_the_ones_before_are_recorded_and_nothing_is_told_until_it_is()
    {
        await using var host = await HostAsync();
        var first = Restore(host, "203.0.113.1");
        await Until.TrueAsync(() => _firewall.Entries.Count == 1);

        var second = Restore(host, "203.0.113.2");
        await Until.TrueAsync(() => _firewall.Entries.Count == 2);

        new[] { first, second }.Should().OnlyContain(static task => !task.IsCompleted);
        Restored(host).Should().BeEmpty("no outcome is on record");
        _hold.SetResult();
        await Task.WhenAll(first, second);
        await host.Engine.DrainAsync();
        Restored(host).Should().HaveCount(2).And.OnlyContain(static action => action.Outcome == ActionOutcome.Applied);
        (await host.Store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None))
            .Count(static entry => entry.Outcome == ActionOutcome.Applied)
            .Should()
            .Be(4, "two blocks and two restores");
    }

    [Fact]
    public async Task A_block_that_is_being_recorded_is_lifted_afterwards()
    {
        await using var host = await HostAsync();
        var restoring = Restore(host, "203.0.113.1");
        await Until.TrueAsync(() => _firewall.Entries.Count == 1);

        var lifting = host.Engine.LiftAsync(Some.Address("203.0.113.1"));
        var next = Restore(host, "203.0.113.2");
        await Until.TrueAsync(() => _firewall.Entries.Count == 2);

        lifting.IsCompleted.Should().BeFalse();
        _hold.SetResult();
        await Task.WhenAll(restoring, next);
        (await lifting).Single().Outcome.Should().Be(ActionOutcome.Lifted);
        _firewall.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.2"));
    }

    [Fact]
    public async Task What_cannot_be_recorded_failed_stays_on_record_and_delays_nothing_else()
    {
        await using var host = await HostAsync();
        var commits = 0;
        host.BeforeCommit = () => commits++ == 0 ? _hold.Task : Task.CompletedTask;
        var first = Restore(host, "203.0.113.1");
        await Until.TrueAsync(() => _firewall.Entries.Count == 1);
        var second = Restore(host, "203.0.113.2");
        await Until.TrueAsync(() => _firewall.Entries.Count == 2);

        _hold.SetException(new ResponseStoreException(StoreFailure.Full, "the disk is full"));
        await Task.WhenAll(first, second);
        await host.Engine.DrainAsync();

        host.Observer.Actions.Where(static action => action.Outcome == ActionOutcome.Failed)
            .Should()
            .ContainSingle()
            .Which.Order.Subject.Should()
            .Be(Some.Address("203.0.113.1"));
        (await host.Store.ListAsync(CancellationToken.None)).Should().HaveCount(2);
    }

    [Fact]
    public async Task An_engine_that_ends_waits_for_what_is_being_recorded()
    {
        var host = await HostAsync();
        _ = Restore(host, "203.0.113.1");
        await Until.TrueAsync(() => _firewall.Entries.Count == 1);

        var lanes = host.Part<EngineGraph>().Executor.DisposeAsync().AsTask();

        lanes.IsCompleted.Should().BeFalse();
        _hold.SetResult();
        await lanes;
        (await host.Store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Should().HaveCount(3);
        await host.DisposeAsync();
    }

    /// <summary>Two blocks on record that the firewall has lost; from now on commits wait.</summary>
    private async Task<RestartHost> HostAsync()
    {
        var host = new RestartHost(_firewall);
        await host.BlockAsync("203.0.113.1");
        await host.BlockAsync("203.0.113.2");
        await _firewall.UninstallAsync(CancellationToken.None);
        host.BeforeCommit = () => _hold.Task;
        return host;
    }

    private static Task Restore(RestartHost host, string address) =>
        host.Part<EngineGraph>()
            .Endings.RestoreAsync(
                host.Part<ResponderBinding>().FindByName("memory-firewall")!,
                [new ActionKey("memory-firewall", Some.Address(address))]
            );

    private static IEnumerable<ExecutedAction> Restored(RestartHost host) =>
        host.Observer.Actions.Where(static action => action.Verb == ActionVerb.Restore);
}
