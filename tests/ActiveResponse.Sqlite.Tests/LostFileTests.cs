using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>Files of an open store that are deleted, replaced or cut short are noticed, told, and made anew from what is in
/// memory.</summary>
public sealed class LostFileTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public LostFileTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Files are told apart by their inodes.");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Losses =>
        [
            "deleted",
            "all deleted",
            "folder deleted",
            "wal deleted",
            "shm deleted",
            "replaced",
            "replaced by a folder",
            "emptied",
            "cut",
            "wal emptied",
            "overwritten",
            "replaced in place",
        ];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task What_is_in_memory_is_on_disk_again_with_the_next_change(string loss)
    {
        var store = await FilledAsync();

        Lose(loss);
        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(500)] }, CancellationToken.None);
        _folder
            .Logged.Should()
            .ContainSingle(static line => line.StartsWith("Critical 507", StringComparison.Ordinal))
            .Which.Should()
            .Contain(_folder.File)
            .And.Contain("history is lost");
        await IsWholeAsync(store, 301);
        await IsWholeAsync(await _folder.ReopenAsync(), 301);
    }

    [Fact]
    public async Task It_is_noticed_while_nothing_is_stored()
    {
        var store = await FilledAsync();
        File.Delete(_folder.File);

        _folder.Clock.Advance(SqliteResponseStore.CheckInterval);
        await Until.TrueAsync(() =>
            File.Exists(_folder.File) && _folder.Logged.Exists(static line => line.StartsWith("Critical 507", StringComparison.Ordinal))
        );

        _folder.Options = _folder.Options with { ReadOnly = true };
        await IsWholeAsync(_folder.Open(), 300);
        await IsWholeAsync(store, 300);
    }

    [Fact]
    public async Task What_somebody_has_put_there_is_kept_aside()
    {
        var store = await FilledAsync();
        var theirs = Path.Combine(_folder.Folder, "theirs");
        File.WriteAllText(theirs, "a backup");
        File.Move(theirs, _folder.File, overwrite: true);

        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(500)] }, CancellationToken.None);

        var aside = Directory.GetFiles(_folder.Folder, "state.db.aside-*").Should().ContainSingle().Subject;
        File.ReadAllText(aside).Should().Be("a backup");
        _folder
            .Logged.Should()
            .ContainSingle(line =>
                line.StartsWith("Critical 507", StringComparison.Ordinal) && line.Contains(aside, StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task A_lock_file_that_is_gone_is_made_and_locked_again_and_the_history_stays()
    {
        var store = await FilledAsync();
        File.Delete(_folder.File + ".lock");

        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(500)] }, CancellationToken.None);

        _folder.Refused().Failure.Should().Be(StoreFailure.InUse);
        _folder.Logged.Should().ContainSingle(static line => line.StartsWith("Warning 509", StringComparison.Ordinal));
        (await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task What_can_not_be_made_anew_is_told_once_and_tried_again()
    {
        var store = await FilledAsync();
        Directory.Delete(_folder.Folder, recursive: true);
        File.WriteAllText(_folder.Folder, "in the way");

        for (var i = 0; i < 2; i++)
        {
            var failed = () => store.CommitAsync(new StoreCommit { Effects = [Some.Effect(500)] }, CancellationToken.None).AsTask();
            (await failed.Should().ThrowAsync<ResponseStoreException>()).Which.Failure.Should().Be(StoreFailure.NotWritable);
        }

        _folder.Logged.Should().ContainSingle(static line => line.StartsWith("Critical 508", StringComparison.Ordinal));
        File.Delete(_folder.Folder);
        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(500)] }, CancellationToken.None);
        await IsWholeAsync(store, 301);
        await IsWholeAsync(await _folder.ReopenAsync(), 301);
    }

    [Fact]
    public async Task A_database_that_somebody_has_packed_is_none_that_was_cut()
    {
        var store = await FilledAsync();
        await store.CommitAsync(
            new StoreCommit { Ended = [.. Enumerable.Range(0, 290).Select(static n => Some.Effect(n).Key)] },
            CancellationToken.None
        );
        _folder.Sql("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");

        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(500)] }, CancellationToken.None);

        _folder.Logged.Should().NotContain(static line => line.StartsWith("Critical", StringComparison.Ordinal));
        (await store.ListAsync(CancellationToken.None)).Should().HaveCount(11);
        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().HaveCount(11);
    }

    private async Task<SqliteResponseStore> FilledAsync()
    {
        var store = _folder.Open();
        await store.CommitAsync(
            new StoreCommit
            {
                Effects = [.. Enumerable.Range(0, 300).Select(static n => Some.Effect(n))],
                Offenses = [.. Enumerable.Range(0, 300).Select(static n => Some.Offense(n))],
                History = [Some.Entry(1)],
                Positions = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("alerts", "12"),
            },
            CancellationToken.None
        );

        // Into the database itself, so that there is something to lose.
        _folder.Sql("PRAGMA wal_checkpoint(PASSIVE)");
        await store.CommitAsync(
            new StoreCommit { Positions = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("alerts", "13") },
            CancellationToken.None
        );
        return store;
    }

    private static async Task IsWholeAsync(SqliteResponseStore store, int effects)
    {
        (await store.ListAsync(CancellationToken.None)).Should().HaveCount(effects);
        (await store.FindOffenseAsync(Some.Effect(299).Key, CancellationToken.None)).Should().NotBeNull();
        (await store.FindPositionAsync("alerts", CancellationToken.None)).Should().Be("13");
    }

    // Long: one case per way to lose a file.
    private void Lose(string loss)
    {
        var (wal, shm) = (_folder.File + "-wal", _folder.File + "-shm");
        switch (loss)
        {
            case "deleted":
                File.Delete(_folder.File);
                break;
            case "all deleted":
                Array.ForEach(Directory.GetFiles(_folder.Folder), File.Delete);
                break;
            case "folder deleted":
                Directory.Delete(_folder.Folder, recursive: true);
                break;
            case "wal deleted":
                File.Delete(wal);
                break;
            case "shm deleted":
                File.Delete(shm);
                break;
            case "replaced":
                File.Copy(_folder.File, _folder.File + ".copy");
                File.Move(_folder.File + ".copy", _folder.File, overwrite: true);
                break;
            case "replaced by a folder":
                File.Delete(_folder.File);
                Directory.CreateDirectory(_folder.File);
                break;
            case "replaced in place":
                using (var other = new StoreFolder())
                {
                    other.Open().Dispose();
                    File.WriteAllBytes(_folder.File, File.ReadAllBytes(other.File));
                }

                break;
            case "overwritten":
                File.WriteAllBytes(_folder.File, new byte[new FileInfo(_folder.File).Length]);
                break;
            default:
                using (var file = File.OpenWrite(loss == "wal emptied" ? wal : _folder.File))
                {
                    file.SetLength(loss == "cut" ? 8192 : 0);
                }

                break;
        }
    }
}
