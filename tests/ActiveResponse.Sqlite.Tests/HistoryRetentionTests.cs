using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

public sealed class HistoryRetentionTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keeps_the_newest_by_count_and_at_most_a_tenth_more()
    {
        _folder.Options = _folder.Options with { HistoryCount = 1_000 };
        var store = _folder.Open();

        for (var i = 0; i < 50; i++)
        {
            await RecordAsync(store, i * 50, 50);
        }

        var kept = await AllAsync(store);
        kept.Should().HaveCountGreaterThanOrEqualTo(1_000).And.HaveCountLessThanOrEqualTo(1_100);
        kept[0].Should().Be(Some.Entry(2_499, _folder.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Forgets_by_age_when_offenses_are_forgotten()
    {
        _folder.Options = _folder.Options with { HistoryAge = TimeSpan.FromDays(1) };
        var store = _folder.Open();
        await RecordAsync(store, 0, 3);
        _folder.Clock.Advance(TimeSpan.FromDays(1));
        await RecordAsync(store, 3, 1);
        await ForgetAsync(store);
        (await AllAsync(store)).Should().HaveCount(4, "a day old is not older than a day");

        _folder.Clock.Advance(TimeSpan.FromTicks(1));
        await ForgetAsync(store);

        (await AllAsync(store)).Should().ContainSingle();
        _folder.Clock.Advance(TimeSpan.FromDays(2));
        await ForgetAsync(store);
        (await AllAsync(store)).Should().BeEmpty();
    }

    [Fact]
    public async Task Forgets_by_age_when_it_is_opened()
    {
        _folder.Options = _folder.Options with { HistoryAge = TimeSpan.FromDays(1) };
        await RecordAsync(_folder.Open(), 0, 3);
        _folder.Clock.Advance(TimeSpan.FromDays(2));

        (await AllAsync(await _folder.ReopenAsync())).Should().BeEmpty();
    }

    [Fact]
    public async Task A_commit_that_failed_leaves_no_gap_in_what_is_counted()
    {
        _folder.Options = _folder.Options with { HistoryCount = 1_000 };
        var store = _folder.Open();
        await RecordAsync(store, 0, 1_000);
        var bad = new StoreCommit { History = [.. Enumerable.Range(0, 5_000).Select(n => Some.Entry(n)), null!] };

        await Assert.ThrowsAsync<ResponseStoreException>(() => store.CommitAsync(bad, CancellationToken.None).AsTask());
        await RecordAsync(store, 1_000, 1);

        (await AllAsync(store)).Should().HaveCount(1_001);
    }

    private static ValueTask ForgetAsync(SqliteResponseStore store) => store.ForgetOffensesAsync(Some.Noon, CancellationToken.None);

    private static ValueTask<IReadOnlyList<HistoryEntry>> AllAsync(SqliteResponseStore store) =>
        store.ListHistoryAsync(new HistoryQuery { Limit = int.MaxValue }, CancellationToken.None);

    private ValueTask RecordAsync(SqliteResponseStore store, int first, int count)
    {
        var now = _folder.Clock.GetUtcNow();
        return store.CommitAsync(
            new StoreCommit { History = [.. Enumerable.Range(first, count).Select(n => Some.Entry(n, now))] },
            CancellationToken.None
        );
    }
}
