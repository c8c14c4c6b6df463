using System.Runtime.Versioning;
using ActiveResponse.Ossec.Files;

namespace ActiveResponse.Ossec.Tests.Files;

/// <summary>Files made in a folder that others can write to: no link is followed, and what stands in their place is never written
/// to.</summary>
[SupportedOSPlatform("linux")]
public sealed class OpenFolderTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-response-open-");

    public OpenFolderTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the calls are Linux's");
        Directory.CreateDirectory(PathOf("run"));
        File.WriteAllText(PathOf("precious"), "precious");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_link_in_the_place_of_a_new_file_is_removed_and_what_it_leads_to_is_as_it_was()
    {
        File.CreateSymbolicLink(PathOf("run/pid"), PathOf("precious"));

        Make("pid");

        File.ReadAllText(PathOf("precious")).Should().Be("precious");
        (File.ReadAllText(PathOf("run/pid")), new FileInfo(PathOf("run/pid")).LinkTarget).Should().Be(("new", null));
        File.GetUnixFileMode(PathOf("run/pid")).Should().Be(Mode);
    }

    [Fact]
    public void Neither_a_hard_link_nor_a_pipe_nor_a_link_that_leads_nowhere_is_written_to()
    {
        Hard(PathOf("precious"), PathOf("run/hard"));
        File.CreateSymbolicLink(PathOf("run/nowhere"), PathOf("made-by-us"));

        Make("hard");
        Make("nowhere");

        File.ReadAllText(PathOf("precious")).Should().Be("precious");
        File.Exists(PathOf("made-by-us")).Should().BeFalse();
    }

    [Fact]
    public void A_folder_in_its_place_is_told_and_left_alone()
    {
        Directory.CreateDirectory(PathOf("run/pid"));

        this.Invoking(static tests => tests.Make("pid")).Should().Throw<IOException>().WithMessage("pid*");
        Directory.Exists(PathOf("run/pid")).Should().BeTrue();
    }

    [Fact]
    public void A_log_is_appended_to_only_where_it_is_a_plain_file_of_one_name()
    {
        SharedLog.Append(PathOf("run/log"), "one\n"u8);
        SharedLog.Append(PathOf("run/log"), "two\n"u8);
        File.CreateSymbolicLink(PathOf("run/link"), PathOf("precious"));
        File.CreateSymbolicLink(PathOf("run/nowhere"), PathOf("made-by-us"));
        Hard(PathOf("precious"), PathOf("run/hard"));

        foreach (var name in (string[])["link", "hard", "nowhere"])
        {
            name.Invoking(it => SharedLog.Append(PathOf($"run/{it}"), "x"u8)).Should().Throw<IOException>();
        }

        File.ReadAllText(PathOf("run/log")).Should().Be("one\ntwo\n");
        File.GetUnixFileMode(PathOf("run/log")).Should().Be(Mode | UnixFileMode.GroupWrite);
        File.ReadAllText(PathOf("precious")).Should().Be("precious");
        File.Exists(PathOf("made-by-us")).Should().BeFalse();
    }

    [Fact]
    public void A_folder_that_is_put_in_the_place_of_an_open_one_gets_nothing()
    {
        using var open = OpenFolder.Open(PathOf("run"));
        Directory.Move(PathOf("run"), PathOf("moved"));
        Directory.CreateDirectory(PathOf("run"));

        open.Make("pid", Mode, null).Dispose();

        File.Exists(PathOf("moved/pid")).Should().BeTrue();
        File.Exists(PathOf("run/pid")).Should().BeFalse();
    }

    [Fact]
    public void What_somebody_put_in_the_place_of_a_file_since_is_told_apart_from_it()
    {
        using var open = OpenFolder.Open(PathOf("run"));
        using var file = open.Make("pid", Mode, null);
        open.IsStill("pid", file).Should().BeTrue();

        File.Delete(PathOf("run/pid"));
        open.IsStill("pid", file).Should().BeFalse();
        File.CreateSymbolicLink(PathOf("run/pid"), PathOf("precious"));
        open.IsStill("pid", file).Should().BeFalse();
    }

    [Fact]
    public void A_private_folder_is_entered_by_us_alone_and_moves_what_is_in_it_over_a_link_without_following_it()
    {
        using var open = OpenFolder.Open(PathOf("run"));
        using var aside = open.MakePrivate(out var name);
        File.GetUnixFileMode(PathOf($"run/{name}")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        aside.Make("q", Mode, null).Dispose();
        File.CreateSymbolicLink(PathOf("run/queue"), PathOf("precious"));

        aside.MoveTo("q", open, "queue");
        open.RemoveFolder(name);

        new FileInfo(PathOf("run/queue")).LinkTarget.Should().BeNull();
        File.ReadAllText(PathOf("precious")).Should().Be("precious");
        Directory.EnumerateFileSystemEntries(PathOf("run")).Should().ContainSingle();
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Make(string name)
    {
        using var open = OpenFolder.Open(PathOf("run"));
        using var file = open.Make(name, Mode, null);
        RandomAccess.Write(file, "new"u8, 0);
    }

    private static void Hard(string from, string to)
    {
        using var ln = System.Diagnostics.Process.Start("ln", [from, to]);
        ln.WaitForExit();
    }
}
