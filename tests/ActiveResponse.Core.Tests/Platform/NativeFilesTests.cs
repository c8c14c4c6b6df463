using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using System.Text;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Platform;

public sealed class NativeFilesOfThisHostTests()
    : NativeFilesTests(new FileSystem(), Directory.CreateTempSubdirectory("native-files-").FullName)
{
    [Fact]
    public void A_name_and_an_open_file_have_one_identity_until_the_file_is_replaced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells the identity of a name");
        File.WriteAllText(Path, "a");
        using var open = Native.OpenRegular(Path);
        Native.IdentityOf(Path).Should().NotBeNull().And.Be(Native.IdentityOf(open));

        Native.Replace(Path, "b"u8);

        Native.IdentityOf(Path).Should().NotBe(Native.IdentityOf(open));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void What_is_replaced_is_for_this_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are Unix's");
        Native.Replace(Path, "a"u8);

        File.GetUnixFileMode(Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_change_is_notified()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "file notifications come late here");
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = Native.Watch(Path, () => changed.TrySetResult());
        watch.Should().NotBeNull();

        File.WriteAllText(Path, "a");

        await changed.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_not_watched() =>
        Native.Watch(System.IO.Path.Combine(Path, "absent"), static () => { }).Should().BeNull();

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Who_else_can_write_is_judged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "modes are Unix's");
        File.WriteAllText(Path, "a");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.OtherWrite);

        Native.Judge(Path).Reason.Should().Contain("mode 402");
        Native.JudgeFolder(Path).Should().Contain("can be written");
    }
}

public sealed class NativeFilesInMemoryTests() : NativeFilesTests(new MockFileSystem(), "/folder")
{
    [Fact]
    public void Nobody_else_is_there_to_be_judged_or_to_notify()
    {
        Files.File.WriteAllText(Path, "a");

        Native.Judge(Path).Should().Be(new FileTrust());
        Native.JudgeFolder("/folder").Should().BeNull();
        Native.Watch(Path, static () => { }).Should().BeNull();
        Native.IdentityOf(Path).Should().BeNull();
    }
}

/// <summary>What holds on this host's file system and on any other.</summary>
public abstract class NativeFilesTests : IDisposable
{
    private readonly string _folder;

    protected NativeFilesTests(IFileSystem files, string folder)
    {
        Files = files;
        _folder = folder;
        files.Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, "file");
        Native = NativeFiles.For(files);
    }

    protected IFileSystem Files { get; }

    protected INativeFiles Native { get; }

    protected string Path { get; }

    public void Dispose()
    {
        Files.Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole()
    {
        Native.Replace(Path, "one"u8);
        Native.Replace(Path, "2"u8);

        Files.File.ReadAllText(Path).Should().Be("2");
        Files.Directory.GetFiles(_folder).Should().Equal(Path);
    }

    [Fact]
    public void What_is_not_there_or_no_file_is_not_opened()
    {
        Native.Invoking(native => native.OpenRegular(Path)).Should().Throw<FileNotFoundException>();
        Native.Invoking(native => native.OpenRegular(System.IO.Path.Combine(_folder, "absent", "file"))).Should().Throw<IOException>();
        Native
            .Invoking(native => native.OpenRegular(_folder))
            .Should()
            .Throw<Exception>()
            .Which.Should()
            .Match(static e => e is IOException || e is UnauthorizedAccessException);
    }

    [Fact]
    public async Task A_shared_file_that_was_made_goes_when_it_becomes_empty_and_no_other()
    {
        SkipUnlessShared();
        (await ReadAsync()).Should().BeEmpty();

        await EditAsync(static _ => "a");
        (await ReadAsync()).Should().Be("a");
        await EditAsync(static _ => "");
        Files.File.Exists(Path).Should().BeFalse();

        Files.File.WriteAllText(Path, "a");
        await EditAsync(static _ => "");
        Files.File.Exists(Path).Should().BeTrue("it was there before");
    }

    [Fact]
    public async Task An_edit_begins_anew_when_somebody_else_wrote_in_between()
    {
        SkipUnlessShared();
        Files.File.WriteAllText(Path, "1");
        var edits = 0;

        await EditAsync(before =>
        {
            if (++edits == 1)
            {
                WriteAsEditor("2 by others");
            }

            return before + "!";
        });

        edits.Should().Be(2);
        Files.File.ReadAllText(Path).Should().Be("2 by others!");
    }

    [Fact]
    public async Task An_edit_that_always_comes_too_late_fails_and_changes_nothing()
    {
        SkipUnlessShared();
        Files.File.WriteAllText(Path, "");
        var edits = 0;

        var edit = () =>
            EditAsync(_ =>
            {
                WriteAsEditor(new string('x', ++edits));
                return "ours";
            });

        (await edit.Should().ThrowAsync<IOException>()).Which.Message.Should().Contain("at each of 3");
        Files.File.ReadAllText(Path).Should().Be("xxx");
    }

    [Fact]
    public async Task An_edit_that_wants_nothing_writes_nothing()
    {
        SkipUnlessShared();
        Files.File.WriteAllText(Path, "a");
        Files.File.SetLastWriteTimeUtc(Path, DateTime.UnixEpoch);

        await EditAsync(static _ => null);

        Files.File.GetLastWriteTimeUtc(Path).Should().Be(DateTime.UnixEpoch);
    }

    [Fact]
    public async Task The_largest_size_holds_for_reading_and_writing()
    {
        SkipUnlessShared();
        Files.File.WriteAllText(Path, new string('a', 100));
        await FluentActions
            .Awaiting(() => EditAsync(static before => before + "b"))
            .Should()
            .ThrowAsync<IOException>()
            .WithMessage("*100*");
        Files.File.WriteAllText(Path, new string('a', 101));
        await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<IOException>().WithMessage("*101*");
    }

    [Fact]
    public async Task What_keeps_processes_apart_goes_where_it_is_asked_for()
    {
        SkipUnlessShared();
        Files.File.WriteAllText(Path, "a");
        await EditAsync(static _ => "b");

        await Native.EditSharedAsync(
            Path,
            new SharedFileAccess { RemovesLock = true },
            static _ => "c"u8.ToArray(),
            CancellationToken.None
        );

        Files.Directory.GetFiles(_folder).Should().Equal(Path);
    }

    [Fact]
    public void It_says_whether_a_file_can_be_edited()
    {
        SkipUnlessShared();
        Native.WhyNotEditable(Path).Should().BeNull("it can be made");
        Files.File.WriteAllText(Path, "a");
        Native.WhyNotEditable(Path).Should().BeNull();
        Native.WhyNotEditable(_folder).Should().Contain("not a regular file");
        Native.WhyNotEditable(System.IO.Path.Combine(_folder, "absent", "file")).Should().Contain("Create the folder");
    }

    private void SkipUnlessShared() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() || Files is not FileSystem, "Shared files can be edited on Linux");

    private async Task<string> ReadAsync() =>
        Encoding.UTF8.GetString((await Native.ReadSharedAsync(Path, Access, CancellationToken.None)).Span);

    private async Task EditAsync(Func<string, string?> edit) =>
        await Native.EditSharedAsync(
            Path,
            Access,
            before => edit(Encoding.UTF8.GetString(before.Span)) is { } after ? Encoding.UTF8.GetBytes(after) : null,
            CancellationToken.None
        );

    // As most editors save: a new file in the place of the old one, without asking for its lock.
    private void WriteAsEditor(string text)
    {
        Files.File.WriteAllText(Path + ".saved", text);
        Files.File.Move(Path + ".saved", Path, overwrite: true);
    }

    private static SharedFileAccess Access => new() { MaxBytes = 100, EditAttempts = 3 };
}
