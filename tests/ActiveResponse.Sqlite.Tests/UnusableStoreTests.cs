using System.Text;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Sqlite.Tests;

public sealed class UnusableStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Refuses_a_damaged_database_and_leaves_it_as_it_is()
    {
        await DamageAsync();
        var before = File.ReadAllBytes(_folder.File);

        var refusal = _folder.Refused();

        refusal.Failure.Should().Be(StoreFailure.Damaged);
        refusal.Message.Should().Contain("backup").And.Contain("MoveAside");
        File.ReadAllBytes(_folder.File).Should().Equal(before);
    }

    [Fact]
    public async Task Finds_damage_in_the_history_too()
    {
        var store = _folder.Open();
        for (var i = 0; i < 20; i++)
        {
            await store.CommitAsync(
                new StoreCommit { History = [.. Enumerable.Range(i * 100, 100).Select(n => Some.Entry(n))] },
                CancellationToken.None
            );
        }

        await store.DisposeAsync();
        OverwriteFrom(_folder.Number("SELECT rootpage FROM sqlite_schema WHERE name = 'history'") * 4096);

        _folder.Refused().Failure.Should().Be(StoreFailure.Damaged);
    }

    [Fact]
    public async Task Moves_a_damaged_database_aside_when_told_to_and_says_so()
    {
        await DamageAsync();
        var before = File.ReadAllBytes(_folder.File);
        File.WriteAllText(_folder.File + "-wal", "");
        _folder.Options = _folder.Options with { OnUnusable = UnusableStore.MoveAside };

        var store = _folder.Open();
        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(2)] }, CancellationToken.None);

        (await store.ListAsync(CancellationToken.None)).Should().ContainSingle();
        var aside = Directory
            .GetFiles(_folder.Folder, "state.db.corrupt-*")
            .Should()
            .ContainSingle(static f => !f.EndsWith("-wal") && !f.EndsWith("-shm"))
            .Subject;
        File.ReadAllBytes(aside).Should().Equal(before);
        _folder
            .Logged.Should()
            .ContainSingle(line =>
                line.StartsWith("Critical 503", StringComparison.Ordinal) && line.Contains(aside, StringComparison.Ordinal)
            );
    }

    [Theory]
    [InlineData(UnusableStore.Fail)]
    [InlineData(UnusableStore.MoveAside)]
    public void A_file_that_never_was_a_store_is_refused_and_never_renamed(UnusableStore answer)
    {
        File.WriteAllText(_folder.File, string.Concat(Enumerable.Repeat("root:x:0:0:root:/root:/bin/bash\n", 100)));
        var before = File.ReadAllText(_folder.File);
        _folder.Options = _folder.Options with { OnUnusable = answer };

        _folder.Refused().Failure.Should().Be(StoreFailure.Foreign);
        _folder.Refused().Failure.Should().Be(StoreFailure.Foreign, "the first try leaves nothing behind that the second is misled by");

        File.ReadAllText(_folder.File).Should().Be(before);
        Directory.GetFiles(_folder.Folder).Should().Equal(_folder.File);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        File.Create(_folder.File).Dispose();
        _folder.Sql("CREATE TABLE theirs (x); PRAGMA user_version = 1");
        var before = File.ReadAllBytes(_folder.File);
        _folder.Options = _folder.Options with { OnUnusable = UnusableStore.MoveAside };

        _folder.Refused().Failure.Should().Be(StoreFailure.Foreign);

        File.ReadAllBytes(_folder.File).Should().Equal(before);
    }

    [Fact]
    public async Task Goes_on_in_memory_when_told_to_and_says_so()
    {
        await DamageAsync();
        _folder.Options = _folder.Options with { OnUnusable = UnusableStore.Memory };

        var store = _folder.OpenAny();
        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(2)] }, CancellationToken.None);

        store.IsDurable.Should().BeFalse("timed blocks have to be lifted when it stops");
        (await store.ListAsync(CancellationToken.None)).Should().ContainSingle();
        _folder
            .Logged.Should()
            .ContainSingle(line =>
                line.StartsWith("Critical 502", StringComparison.Ordinal) && line.Contains(_folder.File, StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Refuses_a_folder_that_others_can_write()
    {
        File.SetUnixFileMode(_folder.Folder, (UnixFileMode)Convert.ToInt32("770", 8));

        _folder.Refused().Failure.Should().Be(StoreFailure.Untrusted);
    }

    [Fact]
    public void Refuses_a_folder_in_which_everybody_can_make_files()
    {
        File.SetUnixFileMode(_folder.Folder, (UnixFileMode)Convert.ToInt32("1777", 8));

        _folder.Refused().Failure.Should().Be(StoreFailure.Untrusted);
    }

    [Fact]
    public async Task Refuses_a_file_that_others_can_write()
    {
        await _folder.Open().DisposeAsync();
        File.SetUnixFileMode(_folder.File, (UnixFileMode)Convert.ToInt32("660", 8));

        _folder.Refused().Failure.Should().Be(StoreFailure.Untrusted);
    }

    [Fact]
    public async Task Says_so_when_the_database_is_gone_that_was_there()
    {
        await _folder.Open().DisposeAsync();
        File.Delete(_folder.File);

        _folder.Open();

        _folder.Logged.Should().ContainSingle(static line => line.StartsWith("Warning 504", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_that_there_is_nothing_to_look_at()
    {
        _folder.Options = _folder.Options with { ReadOnly = true, OnUnusable = UnusableStore.Memory };

        _folder.Refused().Failure.Should().Be(StoreFailure.Missing);
        Directory.GetFiles(_folder.Folder).Should().BeEmpty();
    }

    [Fact]
    public void A_path_through_a_file_is_refused_with_its_name()
    {
        File.WriteAllText(_folder.File, "");
        _folder.Options = _folder.Options with { File = Path.Combine(_folder.File, "state.db") };

        _folder.Refused().Failure.Should().Be(StoreFailure.NotWritable);
    }

    [Theory]
    [InlineData("state.db")]
    [InlineData("/var/lib/")]
    [InlineData(" ")]
    [InlineData("/var/\0")]
    public void Refuses_a_path_that_is_none(string path) =>
        FluentActions.Invoking(() => SqliteStore.Open(new SqliteStoreOptions { File = path })).Should().Throw<OptionsValidationException>();

    private async Task DamageAsync()
    {
        var store = _folder.Open();
        await store.CommitAsync(
            new StoreCommit { Effects = [.. Enumerable.Range(0, 200).Select(n => Some.Effect(n))] },
            CancellationToken.None
        );
        await store.DisposeAsync();
        OverwriteFrom(4096);
    }

    private void OverwriteFrom(long offset)
    {
        using var file = File.OpenWrite(_folder.File);
        file.Length.Should().BeGreaterThan(offset + 8192);
        file.Position = offset;
        file.Write(Encoding.ASCII.GetBytes(new string('x', 8192)));
    }
}
