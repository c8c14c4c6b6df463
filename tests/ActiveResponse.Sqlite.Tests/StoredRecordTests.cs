using System.Text;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

public sealed class StoredRecordTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, "UPDATE effect SET command = replace(command, '\"version\":1', '\"version\":2') WHERE id = 2")]
    [InlineData(true, "UPDATE effect SET command = '{' WHERE id = 2")]
    [InlineData(true, "UPDATE effect SET command = '' WHERE id = 2")]
    [InlineData(true, "UPDATE effect SET holders = '{}' WHERE id = 2")]
    [InlineData(true, "UPDATE effect SET holders = '[{\"response\":\"x\",\"offense\":1,\"mood\":2}]' WHERE id = 2")]
    [InlineData(true, "UPDATE effect SET holders = '[{\"response\":\"x\",\"until\":9223372036854775807}]' WHERE id = 2")]
    [InlineData(true, "UPDATE effect SET holders = '[{\"response\":\"x\",' WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET state = 'Frozen' WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET since = -1 WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET failed_reverts = 1 << 40 WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET form = 99 WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET address = '192.0.2' WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET address = NULL WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET alert_id = NULL WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET until = -1 WHERE id = 2")]
    [InlineData(false, "UPDATE effect SET offense = 1 << 40 WHERE id = 2")]
    [InlineData(false, "INSERT INTO form (id, command) VALUES (9, '{'); UPDATE effect SET form = 9 WHERE id = 2")]
    public async Task A_record_that_cannot_be_read_is_told_and_kept_and_hides_no_other(bool isWhole, string sql)
    {
        var store = _folder.Open();
        var effects = Enumerable.Range(1, 3).Select(n => isWhole ? Some.OnUserToo(Some.Effect(n)) : Some.Effect(n)).ToList();
        await store.CommitAsync(new StoreCommit { Effects = [.. effects] }, CancellationToken.None);
        await store.DisposeAsync();
        _folder.Sql(sql);

        var again = _folder.Open();
        await again.CommitAsync(new StoreCommit { Effects = [Some.Effect(4)], Ended = [effects[0].Key] }, CancellationToken.None);

        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().BeEquivalentTo([effects[2], Some.Effect(4)]);
        _folder.Number("SELECT count(*) FROM effect WHERE id = 2").Should().Be(1);
        _folder.Logged.Should().Contain(line => line.StartsWith("Error 501 Record 2 of table 'effect'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_come_back_as_they_were()
    {
        var effect = Some.Effect(1);
        effect = effect with
        {
            Order = effect.Order with
            {
                Subject = new Subject { File = "/tmp/\udce9" },
                Origin = effect.Order.Origin with { Location = "/var/\udcff" },
            },
        };
        var entry = Some.Entry(1) with { Subject = effect.Key.Subject };
        await _folder
            .Open()
            .CommitAsync(
                new StoreCommit
                {
                    Effects = [effect],
                    History = [entry],
                    Offenses = [Some.Offense(1) with { Key = effect.Key }],
                },
                CancellationToken.None
            );

        var again = await _folder.ReopenAsync();

        var read = (await again.ListAsync(CancellationToken.None)).Should().ContainSingle().Subject;
        (read.Key.Subject.File, read.Order.Origin.Location).Should().Be(("/tmp/\udce9", "/var/\udcff"));
        (await again.ListHistoryAsync(new HistoryQuery { Subject = effect.Key.Subject }, CancellationToken.None))
            .Should()
            .ContainSingle()
            .Which.Subject.Should()
            .Be(effect.Key.Subject);
        (await again.FindOffenseAsync(effect.Key, CancellationToken.None)).Should().NotBeNull();
    }

    [Fact]
    public async Task An_offense_or_entry_that_cannot_be_read_is_told_and_kept_and_hides_no_other()
    {
        var store = _folder.Open();
        await store.CommitAsync(
            new StoreCommit { Offenses = [Some.Offense(1), Some.Offense(2)], History = [Some.Entry(1), Some.Entry(2)] },
            CancellationToken.None
        );
        await store.DisposeAsync();
        _folder.Sql("UPDATE offense SET address = '192.0.2' WHERE id = 1; UPDATE history SET outcome = 'Wondered' WHERE id = 1");

        var again = _folder.Open();

        (await again.FindOffenseAsync(Some.Effect(2).Key, CancellationToken.None)).Should().Be(Some.Offense(2));
        (await again.ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Should().Equal(Some.Entry(2));
        _folder.Logged.Where(static line => line.StartsWith("Error 501", StringComparison.Ordinal)).Should().HaveCount(2);
    }

    [Fact]
    public async Task An_alert_of_any_size_and_content_comes_back_byte_for_byte()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"full_log":"{{new string('x', 3_000_000)}}é"}""").Append((byte)0xff).ToArray();
        var effect = Some.Effect(1);
        effect = effect with { Order = effect.Order with { Origin = effect.Order.Origin with { AlertJson = json } } };
        var store = _folder.Open();
        await store.CommitAsync(new StoreCommit { Effects = [effect] }, CancellationToken.None);

        var again = await (await _folder.ReopenAsync()).FindAsync(effect.Key, CancellationToken.None);

        again!.Order.Origin.AlertJson.Span.SequenceEqual(json).Should().BeTrue();
        again.Holders[0].Origin.Should().Be(effect.Holders[0].Origin);
    }

    [Fact]
    public async Task Rule_alert_agent_and_offense_come_back_for_the_order_and_each_holder()
    {
        var other = new ResponseOrigin
        {
            AlertId = "1754300099.5",
            RuleId = 5763,
            Level = 12,
            AgentId = "009",
            AgentName = "db",
            Location = "/var/log/secure",
        };
        var effect = Some.Effect(1);
        effect = effect with { Holders = [.. effect.Holders, new EffectHolder("host-deny0", null, 4, other)] };
        await _folder.Open().CommitAsync(new StoreCommit { Effects = [effect] }, CancellationToken.None);

        var again = await (await _folder.ReopenAsync()).FindAsync(effect.Key, CancellationToken.None);

        again!.Order.Should().Be(effect.Order);
        again.Holders.Should().Equal(effect.Holders);
        again.Holders[0].Origin.Should().BeSameAs(again.Order.Origin, "100,000 effects shall not hold the same twice");
    }

    [Fact]
    public async Task All_files_are_readable_by_their_owner_only()
    {
        _folder.Options = _folder.Options with { File = Path.Combine(_folder.Folder, "new", "deep", "state.db") };
        await _folder.Open().CommitAsync(new StoreCommit { Effects = [Some.Effect(1)] }, CancellationToken.None);

        var folder = Path.GetDirectoryName(_folder.File)!;

        Directory
            .GetFiles(folder)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo("state.db", "state.db-wal", "state.db-shm", "state.db.lock");
        Directory.GetFiles(folder).Select(File.GetUnixFileMode).Should().AllBeEquivalentTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_restored_file_that_others_can_read_is_made_private()
    {
        await _folder.Open().DisposeAsync();
        File.SetUnixFileMode(_folder.File, (UnixFileMode)Convert.ToInt32("644", 8));

        _folder.Open();

        Directory
            .GetFiles(_folder.Folder)
            .Select(File.GetUnixFileMode)
            .Should()
            .AllBeEquivalentTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Waits_for_the_disk_as_told(bool sync, int level)
    {
        _folder.Options = _folder.Options with { SyncEveryCommit = sync };

        var seen = 0L;
        await _folder.Open().ChangeAsync(writer => seen = writer.Number("PRAGMA synchronous"), CancellationToken.None);

        seen.Should().Be(level);
    }

    [Fact]
    public async Task A_path_with_signs_that_mean_something_in_addresses_is_taken_as_it_is()
    {
        _folder.Options = _folder.Options with { File = Path.Combine(_folder.Folder, "a b?mode=memory#%41é.db") };
        await _folder.Open().CommitAsync(new StoreCommit { Effects = [Some.Effect(1)] }, CancellationToken.None);

        File.Exists(_folder.File).Should().BeTrue();
        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().ContainSingle();
    }
}
