using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

public sealed class GroupCommitTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Merges_all_commits_that_wait_into_one_transaction()
    {
        var store = _folder.Open();
        var waiting = await WhileBusyAsync(store, () => Enumerable.Range(0, 500).Select(n => SaveAsync(store, n)).ToArray());

        await Task.WhenAll(waiting);

        store.Transactions.Should().Be(2, "one was being made, and the rest waited");
        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().HaveCount(500);
    }

    [Fact]
    public async Task Commits_one_alone_at_once_without_waiting_for_others()
    {
        var store = _folder.Open();

        await SaveAsync(store, 1);
        await SaveAsync(store, 2);

        store.Transactions.Should().Be(2);
    }

    [Fact]
    public async Task A_commit_that_cannot_be_stored_fails_alone()
    {
        var store = _folder.Open();
        var bad = new StoreCommit { Effects = [Some.Effect(7), null!] };
        var waiting = await WhileBusyAsync(
            store,
            () => new[] { SaveAsync(store, 1), store.CommitAsync(bad, CancellationToken.None).AsTask(), SaveAsync(store, 2) }
        );

        await Task.WhenAll(waiting[0], waiting[2]);
        var refusal = await Assert.ThrowsAsync<ResponseStoreException>(() => waiting[1]);

        refusal.Failure.Should().Be(StoreFailure.BadCommit);
        refusal.Message.Should().Contain(_folder.File);
        (await store.FindAsync(Some.Effect(7).Key, CancellationToken.None)).Should().BeNull();
        var again = await _folder.ReopenAsync();
        (await again.ListAsync(CancellationToken.None))
            .Select(static e => e.Key)
            .Should()
            .BeEquivalentTo([Some.Effect(1).Key, Some.Effect(2).Key]);
    }

    [Fact]
    public async Task Commits_of_one_transaction_see_each_other()
    {
        var store = _folder.Open();
        var waiting = await WhileBusyAsync(
            store,
            () =>
                new[]
                {
                    SaveAsync(store, 1),
                    store
                        .CommitAsync(
                            new StoreCommit { Effects = [Some.Effect(1, EffectState.Reverting)], Offenses = [Some.Offense(1)] },
                            CancellationToken.None
                        )
                        .AsTask(),
                    store
                        .CommitAsync(
                            new StoreCommit { Ended = [Some.Effect(1).Key], Offenses = [Some.Offense(1, 2)] },
                            CancellationToken.None
                        )
                        .AsTask(),
                    store.CommitAsync(new StoreCommit { Effects = [Some.Effect(1, EffectState.Planned)] }, CancellationToken.None).AsTask(),
                    store.ForgetOffensesAsync(Some.Noon.AddDays(1), CancellationToken.None).AsTask(),
                }
        );
        await Task.WhenAll(waiting);

        var again = await _folder.ReopenAsync();

        (await again.FindAsync(Some.Effect(1).Key, CancellationToken.None))!.State.Should().Be(EffectState.Planned);
        (await again.FindOffenseAsync(Some.Effect(1).Key, CancellationToken.None))!.Count.Should().Be(2, "its effect is not gone");
        _folder.Number("SELECT count(*) FROM effect").Should().Be(1);
    }

    [Fact]
    public async Task Is_not_read_before_it_is_on_disk()
    {
        var store = _folder.Open();
        var waiting = await WhileBusyAsync(
            store,
            () =>
            {
                var task = SaveAsync(store, 1);
                store.FindAsync(Some.Effect(1).Key, CancellationToken.None).AsTask().Result.Should().BeNull();
                return new[] { task };
            }
        );

        await waiting[0];

        (await store.FindAsync(Some.Effect(1).Key, CancellationToken.None)).Should().NotBeNull();
    }

    [Fact]
    public async Task What_waits_when_the_store_is_closed_is_stored_and_what_comes_later_is_refused()
    {
        var store = _folder.Open();
        var waiting = await WhileBusyAsync(store, () => new[] { SaveAsync(store, 1), store.DisposeAsync().AsTask() });
        await Task.WhenAll(waiting);

        var refusal = await Assert.ThrowsAsync<ResponseStoreException>(() => SaveAsync(store, 2));

        refusal.Failure.Should().Be(StoreFailure.Closed);
        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().ContainSingle();
    }

    private static Task SaveAsync(SqliteResponseStore store, int n) =>
        store.CommitAsync(new StoreCommit { Effects = [Some.Effect(n)] }, CancellationToken.None).AsTask();

    /// <summary>Does something while the writer is in the middle of a transaction.</summary>
    private static async Task<Task[]> WhileBusyAsync(SqliteResponseStore store, Func<Task[]> act)
    {
        using var begun = new ManualResetEventSlim();
        using var free = new ManualResetEventSlim();
        var busy = store
            .ChangeAsync(
                _ =>
                {
                    begun.Set();
                    free.Wait();
                },
                CancellationToken.None
            )
            .AsTask();
        begun.Wait();
        Task[] waiting;
        try
        {
            waiting = act();
        }
        finally
        {
            free.Set();
        }

        await busy;
        return waiting;
    }
}
