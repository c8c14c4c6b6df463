using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>Whatever is damaged in a state file, opening and reading it comes to one of the documented failures, or to a store that
/// works.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PRAGMA user_version = -1", StoreFailure.Damaged)]
    [InlineData("PRAGMA user_version = -2147483648", StoreFailure.Damaged)]
    [InlineData("PRAGMA user_version = 0", StoreFailure.Damaged)]
    [InlineData("PRAGMA user_version = 1", StoreFailure.Damaged)]
    [InlineData("PRAGMA user_version = 2147483647", StoreFailure.Newer)]
    [InlineData("PRAGMA application_id = 7", StoreFailure.Foreign)]
    [InlineData("DROP TABLE effect", StoreFailure.Damaged)]
    [InlineData("DROP TABLE position", StoreFailure.Damaged)]
    [InlineData("DROP TABLE history", StoreFailure.Damaged)]
    [InlineData("ALTER TABLE effect DROP COLUMN place", StoreFailure.Damaged)]
    [InlineData("ALTER TABLE offense RENAME COLUMN count TO times", StoreFailure.Damaged)]
    [InlineData("ALTER TABLE history ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'", StoreFailure.Damaged)]
    [InlineData("ALTER TABLE form RENAME TO shape; CREATE VIEW form AS SELECT * FROM shape", StoreFailure.Damaged)]
    [InlineData(
        "DROP TABLE offense; CREATE TABLE offense (id, responder, address, user, file, count, last_at, last_alert)",
        StoreFailure.Damaged
    )]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON effect BEGIN DELETE FROM effect; END", StoreFailure.Damaged)]
    public async Task Another_schema_is_refused(string sql, StoreFailure failure)
    {
        await FillAsync();
        _folder.Sql(sql);

        _folder.Refused().Failure.Should().Be(failure);
        _folder.Options = _folder.Options with { CheckAtStart = false };
        _folder.Refused().Failure.Should().Be(failure);
        _folder.Options = _folder.Options with { ReadOnly = true };
        _folder.Refused().Failure.Should().BeOneOf(failure, StoreFailure.NotWritable);
    }

    [Theory]
    [InlineData("UPDATE effect SET state = 'x'")]
    [InlineData("UPDATE effect SET since = -1")]
    [InlineData("UPDATE effect SET since = 9223372036854775807, until = -9223372036854775808")]
    [InlineData("UPDATE effect SET failed_reverts = 9999999999")]
    [InlineData("UPDATE effect SET form = 77")]
    [InlineData("UPDATE effect SET holders = '[{}]', form = NULL, command = '{}'")]
    [InlineData("UPDATE effect SET holders = 'null'")]
    [InlineData("UPDATE effect SET address = NULL, alert_id = NULL")]
    [InlineData("UPDATE effect SET address = ''")]
    [InlineData("UPDATE effect SET id = -9223372036854775808 + id")]
    [InlineData("UPDATE effect SET id = 9223372036854775807 WHERE id = 1")]
    [InlineData("UPDATE form SET command = '[]'")]
    [InlineData("UPDATE form SET command = CAST(x'fffe80' AS TEXT)")]
    [InlineData("UPDATE form SET id = -id")]
    [InlineData("UPDATE offense SET count = -5, last_alert = CAST(x'ff' AS TEXT)")]
    [InlineData("UPDATE offense SET address = 'x', last_at = -1")]
    [InlineData("UPDATE history SET verb = '', outcome = '', rule = -1")]
    [InlineData("UPDATE position SET place = CAST(x'00ff' AS TEXT)")]
    public async Task A_row_that_says_nothing_hides_no_other_and_nothing_is_thrown(string sql)
    {
        await FillAsync();
        _folder.Sql(sql);

        var store = _folder.Open();

        _ = await store.ListAsync(CancellationToken.None);
        _ = await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None);
        await store.CommitAsync(
            new StoreCommit
            {
                Effects = [Some.Effect(500)],
                History = [Some.Entry(7)],
                Offenses = [Some.Offense(500)],
            },
            CancellationToken.None
        );
        (await (await _folder.ReopenAsync()).FindAsync(Some.Effect(500).Key, CancellationToken.None)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("state.db", StoreFailure.Foreign)]
    [InlineData("state.db-wal", StoreFailure.Foreign)]
    [InlineData("state.db-shm", StoreFailure.Foreign)]
    [InlineData("state.db.lock", StoreFailure.Foreign)]
    public void A_folder_in_the_place_of_a_file_is_refused_by_its_name(string name, StoreFailure failure)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Folder, name));

        _folder.Refused().Failure.Should().Be(failure);
    }

    [Fact]
    public async Task One_that_was_cut_anywhere_is_refused_or_said_to_be_gone()
    {
        var whole = await FillAsync();
        foreach (
            var length in Enumerable
                .Range(0, 40)
                .Select(static n => n * 97)
                .Concat(Enumerable.Range(1, (whole.Length / 4096) - 1).Select(static n => n * 4096))
        )
        {
            File.WriteAllBytes(_folder.File, whole[..length]);
            _folder.ForgetLog();
            if (length == 0)
            {
                await ((SqliteResponseStore)_folder.OpenAny()).DisposeAsync();
                _folder.Logged.Should().ContainSingle(static line => line.StartsWith("Warning 504", StringComparison.Ordinal));
                continue;
            }

            _folder.Refused().Failure.Should().Be(StoreFailure.Damaged, "at {0}", length);
        }
    }

    [Fact]
    public async Task Any_changed_byte_of_the_header_and_many_others_come_to_an_answer()
    {
        var whole = await FillAsync();
        var random = new Random(7);
        var places = Enumerable.Range(0, 200).Concat(Enumerable.Range(0, 400).Select(_ => random.Next(whole.Length)));
        foreach (var at in places)
        {
            foreach (var isChecked in (bool[])[true, false])
            {
                var changed = (byte[])whole.Clone();
                changed[at] ^= (byte)(1 << random.Next(8));
                await OpensOrIsRefusedAsync(changed, isChecked, $"byte {at}");
            }
        }
    }

    [Fact]
    public async Task A_damaged_write_ahead_file_comes_to_an_answer()
    {
        var store = _folder.Open();
        await store.CommitAsync(
            new StoreCommit { Effects = [.. Enumerable.Range(0, 50).Select(static n => Some.Effect(n))] },
            CancellationToken.None
        );
        var (main, wal) = (Read(_folder.File), Read(_folder.File + "-wal"));
        await store.DisposeAsync();
        var random = new Random(11);
        for (var i = 0; i < 200; i++)
        {
            var changed = (byte[])wal.Clone();
            changed[i < 40 ? i : random.Next(changed.Length)] ^= 0x55;
            File.WriteAllBytes(_folder.File + "-wal", i % 10 == 9 ? changed[..random.Next(changed.Length)] : changed);
            File.WriteAllBytes(_folder.File + "-shm", [.. Enumerable.Range(0, 32768).Select(static n => (byte)n)]);
            await OpensOrIsRefusedAsync(main, isChecked: i % 2 == 0, $"try {i}");
        }
    }

    private async Task OpensOrIsRefusedAsync(byte[] content, bool isChecked, string because)
    {
        File.WriteAllBytes(_folder.File, content);
        _folder.Options = _folder.Options with { CheckAtStart = isChecked };
        try
        {
            await using var store = (SqliteResponseStore)_folder.OpenAny();
            _ = await store.ListAsync(CancellationToken.None);
            _ = await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None);
            await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(500)], History = [Some.Entry(7)] }, CancellationToken.None);
        }
        catch (ResponseStoreException e)
        {
            e.Message.Should().Contain(_folder.File, because);
        }

        foreach (var left in Directory.GetFiles(_folder.Folder).Where(file => file != _folder.File + ".lock"))
        {
            File.Delete(left);
        }
    }

    private async Task<byte[]> FillAsync()
    {
        var store = _folder.Open();
        await store.CommitAsync(
            new StoreCommit
            {
                Effects = [.. Enumerable.Range(0, 60).Select(static n => Some.Effect(n))],
                Offenses = [.. Enumerable.Range(0, 60).Select(static n => Some.Offense(n))],
                History = [.. Enumerable.Range(0, 60).Select(static n => Some.Entry(n))],
                Positions = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("alerts", "12"),
            },
            CancellationToken.None
        );
        await store.DisposeAsync();
        return File.ReadAllBytes(_folder.File);
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
