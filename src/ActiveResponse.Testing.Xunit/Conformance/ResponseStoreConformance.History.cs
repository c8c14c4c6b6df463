using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>The history, and the positions of sources of alerts.</content>
public abstract partial class ResponseStoreConformance
{
    [Fact]
    public async Task Lists_the_history_with_every_field_newest_first()
    {
        var store = await CreateAsync();
        await RecordAsync(store, FullEntry(), Entry(1));
        await RecordAsync(store, Entry(2));

        Assert.Equal([Entry(2), Entry(1), FullEntry()], await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None));
    }

    [Fact]
    public async Task Lists_no_more_of_the_history_than_asked_for()
    {
        var store = await CreateAsync();
        await RecordAsync(store, [.. Enumerable.Range(0, 150).Select(Entry)]);

        Assert.Equal(
            Enumerable.Range(148, 2).Reverse().Select(Entry),
            await store.ListHistoryAsync(new HistoryQuery { Limit = 2 }, CancellationToken.None)
        );
        Assert.Equal(100, (await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Count);
        Assert.Empty(await store.ListHistoryAsync(new HistoryQuery { Limit = 0 }, CancellationToken.None));
        Assert.Empty(await store.ListHistoryAsync(new HistoryQuery { Limit = -1 }, CancellationToken.None));
    }

    [Fact]
    public async Task Finds_the_history_of_a_subject_by_the_parts_asked_for()
    {
        var store = await CreateAsync();
        var full = FullEntry();
        var sameAddress = full with { Subject = Subject.Of(full.Subject.Address!.Value) };
        await RecordAsync(store, Entry(1), full, sameAddress, Entry(2));

        Assert.Equal([sameAddress, full], await Of(sameAddress.Subject));
        Assert.Equal([full], await Of(full.Subject));
        Assert.Equal([full], await Of(new Subject { User = full.Subject.User }));
        Assert.Equal([full], await Of(new Subject { File = full.Subject.File }));
        Assert.Equal([Entry(1)], await Of(Entry(1).Subject));
        Assert.Empty(await Of(Entry(3).Subject));
        Assert.Equal(4, (await Of(Subject.None)).Count);

        ValueTask<IReadOnlyList<HistoryEntry>> Of(Subject subject) =>
            store.ListHistoryAsync(new HistoryQuery { Subject = subject }, CancellationToken.None);
    }

    [Fact]
    public async Task Finds_the_history_of_a_time_with_its_start_and_without_its_end()
    {
        var store = await CreateAsync();
        var entries = Enumerable.Range(1, 4).Select(Entry).ToArray();
        await RecordAsync(store, [.. entries]);

        Assert.Equal(
            [entries[2], entries[1]],
            await store.ListHistoryAsync(new HistoryQuery { Since = entries[1].At, Until = entries[3].At }, CancellationToken.None)
        );
        Assert.Equal([entries[3]], await store.ListHistoryAsync(new HistoryQuery { Since = entries[3].At }, CancellationToken.None));
        Assert.Equal([entries[0]], await store.ListHistoryAsync(new HistoryQuery { Until = entries[1].At }, CancellationToken.None));
    }

    [Theory]
    [InlineData(ActionOutcome.Applied)]
    [InlineData(ActionOutcome.AlreadyApplied)]
    [InlineData(ActionOutcome.Extended)]
    [InlineData(ActionOutcome.Lifted)]
    [InlineData(ActionOutcome.AlreadyLifted)]
    [InlineData(ActionOutcome.Refused)]
    [InlineData(ActionOutcome.Failed)]
    [InlineData(ActionOutcome.TimedOut)]
    [InlineData(ActionOutcome.DryRun)]
    [InlineData(ActionOutcome.Dropped)]
    [InlineData(ActionOutcome.Sent)]
    public async Task The_history_knows_every_outcome(ActionOutcome outcome)
    {
        var store = await CreateAsync();

        await RecordAsync(store, Entry(1) with { Outcome = outcome });

        Assert.Equal(outcome, Assert.Single(await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task Keeps_at_least_the_latest_1000_entries_of_the_history()
    {
        var store = await CreateAsync();
        for (var i = 0; i < 12; i++)
        {
            await RecordAsync(store, [.. Enumerable.Range(i * 100, 100).Select(Entry)]);
        }

        var latest = await store.ListHistoryAsync(new HistoryQuery { Limit = 1000 }, CancellationToken.None);

        Assert.Equal(Enumerable.Range(200, 1000).Reverse().Select(Entry), latest);
    }

    [Fact]
    public async Task A_position_is_replaced_and_each_source_has_its_own()
    {
        var store = await CreateAsync();
        await PlaceAsync(store, ("alerts.json", "v1 1-2 100 64 aa"), ("é \"b\"", ""));
        await PlaceAsync(store, ("alerts.json", "v1 1-2 200 64 aa"));
        await store.CommitAsync(new StoreCommit { Effects = [Effect()] }, CancellationToken.None);

        Assert.Equal("v1 1-2 200 64 aa", await store.FindPositionAsync("alerts.json", CancellationToken.None));
        Assert.Equal("", await store.FindPositionAsync("é \"b\"", CancellationToken.None));
        Assert.Null(await store.FindPositionAsync("Alerts.json", CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_history_and_positions_over_a_restart_if_it_says_it_is_durable()
    {
        var store = await CreateAsync();
        await RecordAsync(store, Entry(1), FullEntry());
        await PlaceAsync(store, ("a", "1"), ("b", "2"));
        await PlaceAsync(store, ("a", "3"));
        var again = store.IsDurable ? await ReopenAsync(store) : store;

        await RecordAsync(again, Entry(2));

        Assert.Equal([Entry(2), FullEntry(), Entry(1)], await again.ListHistoryAsync(new HistoryQuery(), CancellationToken.None));
        Assert.Equal("3", await again.FindPositionAsync("a", CancellationToken.None));
        Assert.Equal("2", await again.FindPositionAsync("b", CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_changes_of_what_was_there_before_a_restart_if_it_says_it_is_durable()
    {
        var store = await CreateAsync();
        await store.CommitAsync(
            new StoreCommit
            {
                Effects = [Effect(1), Effect(2), FullEffect()],
                Offenses = [Offense(Effect(1), 1), Offense(Effect(2), 1, Noon.AddTicks(-1))],
            },
            CancellationToken.None
        );
        var again = store.IsDurable ? await ReopenAsync(store) : store;
        var changed = FullEffect() with { State = EffectState.Applied, RetryAt = null, FailedReverts = 0 };
        var held = Effect(1) with { Holders = FullEffect().Holders };

        await again.CommitAsync(
            new StoreCommit
            {
                Effects = [changed, held, Effect(3)],
                Ended = [Effect(2).Key],
                Offenses = [Offense(Effect(1), 2), Offense(Effect(3), 7)],
            },
            CancellationToken.None
        );
        await again.ForgetOffensesAsync(Noon, CancellationToken.None);
        var last = store.IsDurable ? await ReopenAsync(again) : again;

        await HoldsAsync(last, changed, held, Effect(3));
        Assert.Equal(Offense(Effect(1), 2), await last.FindOffenseAsync(Effect(1).Key, CancellationToken.None));
        Assert.Equal(Offense(Effect(3), 7), await last.FindOffenseAsync(Effect(3).Key, CancellationToken.None));
        Assert.Null(await last.FindOffenseAsync(Effect(2).Key, CancellationToken.None));
    }

    private static ValueTask RecordAsync(IResponseStore store, params ImmutableArray<HistoryEntry> entries) =>
        store.CommitAsync(new StoreCommit { History = entries }, CancellationToken.None);

    private static ValueTask PlaceAsync(IResponseStore store, params (string Name, string Place)[] positions) =>
        store.CommitAsync(
            new StoreCommit { Positions = positions.ToImmutableDictionary(static p => p.Name, static p => p.Place) },
            CancellationToken.None
        );

    private static HistoryEntry Entry(int n) =>
        new()
        {
            At = Noon.AddSeconds(n),
            IsRevert = false,
            Outcome = ActionOutcome.Applied,
            Responder = "firewall-drop",
            Subject = Effect(n).Order.Subject,
        };

    /// <summary>An entry in which every field has a value that isn't its default.</summary>
    private static HistoryEntry FullEntry() =>
        new()
        {
            At = Noon.AddTicks(1_234_567),
            IsRevert = true,
            Outcome = ActionOutcome.Failed,
            Detail = "exit code 1: \"é\u0001\"",
            Responder = "host-deny",
            Subject = FullEffect().Order.Subject,
            ResponseName = "host-deny600",
            RuleId = uint.MaxValue,
            AlertId = "1754300000.1",
            AgentId = "003",
            AgentName = "web\u00e9",
            Offense = 5,
            Until = Noon.AddDays(40_000).AddTicks(7),
        };
}
