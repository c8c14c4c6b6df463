using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

public sealed class FullDiskTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_commit_that_does_not_fit_is_not_there_in_any_part_and_smaller_ones_still_are_stored()
    {
        _folder.Options = _folder.Options with { MaxPages = 60 };
        var store = _folder.Open();
        await CommitAsync(store, 0, 20);

        var refusal = await Assert.ThrowsAsync<ResponseStoreException>(() => CommitAsync(store, 20, 6000));

        refusal.Failure.Should().Be(StoreFailure.Full);
        refusal.Message.Should().Contain(_folder.File).And.Contain("make room");
        (await store.ListAsync(CancellationToken.None)).Should().HaveCount(20);
        await CommitAsync(store, 20, 1);
        (await store.ListAsync(CancellationToken.None)).Should().HaveCount(21);
        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().HaveCount(21);
    }

    [Fact]
    public async Task On_a_real_full_disk_commits_fail_with_a_clear_error_and_work_again_once_there_is_room()
    {
        using var child = Mounted("mount -t tmpfs -o size=2m,mode=0700 tmpfs \"$0\" && exec dotnet \"$1\" fill \"$0/state.db\"");

        (await child.RestAsync())
            .Split('\n')
            .Should()
            .StartWith(["failure Full True", "memory ahead False", "kept True, failed False, later True"]);
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_start_is_told()
    {
        using var child = Mounted(
            "mount -t tmpfs -o size=1m,mode=0700 tmpfs \"$0\" && { dd if=/dev/zero of=\"$0/ballast\" bs=4096 2>/dev/null; "
                + "exec dotnet \"$1\" seed \"$0/state.db\"; }"
        );

        (await child.RestAsync()).Should().StartWith($"Full: The disk of the store {_folder.Folder}/state.db is full");
    }

    [Fact]
    public async Task On_a_read_only_file_system_it_can_be_looked_at_and_a_start_is_refused()
    {
        using var child = Mounted(
            "mount -t tmpfs -o mode=0700 tmpfs \"$0\" && dotnet \"$1\" seed \"$0/state.db\" && mount -o remount,ro \"$0\" && "
                + "dotnet \"$1\" list \"$0/state.db\" true; "
                + "exec dotnet \"$1\" list \"$0/state.db\" false"
        );

        var lines = (await child.RestAsync()).Split('\n');

        lines.Should().StartWith([$"effect firewall-drop {Some.Address(1)}", $"history {Some.Address(1)}"]);
        lines[2]
            .Should()
            .StartWith($"NotWritable: The store {_folder.Folder}/state.db can't be opened or written")
            .And.Contain("Read-only file system");
    }

    private static Task CommitAsync(SqliteResponseStore store, int first, int count) =>
        store
            .CommitAsync(
                new StoreCommit { Effects = [.. Enumerable.Range(first, count).Select(n => Some.Effect(n))] },
                CancellationToken.None
            )
            .AsTask();

    private Child Mounted(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a mount namespace takes root on Linux");

        // Root in a container may be denied it.
        using var trial = Child.Script(_folder.Folder, "mount -t tmpfs tmpfs \"$0\" && echo mounted");
        Assert.SkipWhen(trial.RestAsync().GetAwaiter().GetResult() != "mounted\n", "nothing can be mounted here");
        return Child.Script(_folder.Folder, script);
    }
}
