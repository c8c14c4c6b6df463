using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>A database that another program has locked for a while loses nothing: what is to be recorded waits.</summary>
public sealed class LockedStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_change_waits_for_the_other_program_and_is_told()
    {
        var store = _folder.Open();
        using var other = Locked();
        var commit = store.CommitAsync(new StoreCommit { Effects = [Some.Effect(1)] }, CancellationToken.None).AsTask();
        await Until.TrueAsync(() => _folder.Logged.Exists(static line => line.StartsWith("Warning 506", StringComparison.Ordinal)));
        commit.IsCompleted.Should().BeFalse();

        other.Execute("COMMIT");
        await commit;

        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().ContainSingle();
        _folder.Logged.Should().ContainSingle(static line => line.StartsWith("Warning 506", StringComparison.Ordinal));
    }

    [Fact]
    public void It_waits_a_minute_unless_told_otherwise() =>
        new SqliteStoreOptions { File = "/x" }
            .BusyTimeout.Should()
            .Be(TimeSpan.FromMinutes(1));

    [Fact]
    public async Task One_that_is_locked_for_longer_fails_all_that_wait_at_once_and_works_again_when_it_is_free()
    {
        _folder.Options = _folder.Options with { BusyTimeout = TimeSpan.Zero };
        var store = _folder.Open();
        using (var other = Locked())
        {
            var commits = Enumerable
                .Range(0, 2000)
                .Select(n => store.CommitAsync(new StoreCommit { Effects = [Some.Effect(n)] }, CancellationToken.None).AsTask())
                .ToList();
            foreach (var commit in commits)
            {
                (await FluentActions.Awaiting(() => commit).Should().ThrowAsync<ResponseStoreException>())
                    .Which.Failure.Should()
                    .Be(StoreFailure.InUse);
            }
        }

        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(1)] }, CancellationToken.None);
        (await store.ListAsync(CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_store_that_is_closed_waits_for_nobody()
    {
        var store = _folder.Open();
        using var other = Locked();
        var commit = store.CommitAsync(new StoreCommit { Effects = [Some.Effect(1)] }, CancellationToken.None).AsTask();

        await store.DisposeAsync();

        (await FluentActions.Awaiting(() => commit).Should().ThrowAsync<ResponseStoreException>())
            .Which.Failure.Should()
            .Be(StoreFailure.InUse);
    }

    private SqliteConnection Locked()
    {
        var other = SqliteConnection.Open(_folder.File, readOnly: false, immutable: false, TimeSpan.Zero);
        other.Execute("BEGIN EXCLUSIVE");
        return other;
    }
}
