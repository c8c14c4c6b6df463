using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Processes;

namespace ActiveResponse.Tests.Responders.Scripts;

[Collection(ProcessesCollection.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class ScriptFolderTests : IDisposable
{
    private const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly ScriptBox _box = new();

    public ScriptFolderTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes are Unix's");

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Finds_a_script_by_its_exact_name()
    {
        _box.Shell("block.sh", "exit 0");
        new ScriptFolder(_box.Folder + "/").TryFind("block.sh", out var path, out _).Should().BeTrue();
        path.Should().Be(_box.PathOf("block.sh"));
        Why("block").Should().Contain("doesn't exist");
        Why("Block.sh").Should().Contain("doesn't exist");
    }

    [Theory]
    [InlineData("/bin/true", "slash")]
    [InlineData("../block.sh", "slash")]
    [InlineData("sub/block.sh", "slash")]
    [InlineData("sub\\block.sh", "slash")]
    [InlineData("..", "'..'")]
    [InlineData(".", "'..'")]
    [InlineData("a..b", "'..'")]
    [InlineData("", "no executable")]
    [InlineData("a\nb", "control")]
    [InlineData("a\0b", "control")]
    [InlineData("absent", "doesn't exist")]
    [InlineData("inner", "not a file")]
    public void Refuses_names_that_are_no_file_of_the_folder(string name, string why)
    {
        Directory.CreateDirectory(_box.PathOf("inner"), Runnable);
        Why(name).Should().Contain(why);
    }

    [Fact]
    public void Refuses_a_file_that_is_not_executable()
    {
        _box.Write("plain", "", UnixFileMode.UserRead);
        Why("plain").Should().Contain("not executable");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Refuses_a_file_others_can_write(UnixFileMode extra)
    {
        _box.Write("open", "", Runnable | extra);
        Why("open").Should().Contain("open can be written");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit)]
    public void Refuses_a_folder_others_can_write(UnixFileMode extra)
    {
        _box.Shell("block.sh", "exit 0");
        File.SetUnixFileMode(_box.Folder, Runnable | extra);
        Why("block.sh").Should().Contain("can be written");
    }

    [Fact]
    public void Refuses_a_parent_others_can_write_unless_it_is_sticky_and_roots()
    {
        var inner = Directory.CreateDirectory(_box.PathOf("inner"), Runnable).FullName;
        File.Move(_box.Shell("block.sh", "exit 0"), Path.Combine(inner, "block.sh"));
        File.SetUnixFileMode(_box.Folder, Runnable | UnixFileMode.OtherWrite);
        Why("block.sh", inner).Should().Contain($"{_box.Folder} can be written");
        File.SetUnixFileMode(_box.Folder, Runnable | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        var found = new ScriptFolder(inner).TryFind("block.sh", out _, out _);
        found.Should().Be(FileStatus.Of(_box.Folder)!.Value.Owner == 0);
    }

    [Fact]
    public void Refuses_what_belongs_to_a_stranger()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give files away");
        var script = _box.Shell("block.sh", "exit 0");
        Own(script, 65534);
        Why("block.sh").Should().Contain("block.sh belongs to another user");
        Own(script, 0);
        Own(_box.Folder, 65534);
        Why("block.sh").Should().Contain($"{_box.Folder} belongs to another user");
    }

    [Fact]
    public void Follows_a_link_inside_the_folder_and_refuses_one_that_leaves_it()
    {
        _box.Shell("block.sh", "exit 0");
        File.CreateSymbolicLink(_box.PathOf("alias"), "block.sh");
        File.CreateSymbolicLink(_box.PathOf("out"), "/bin/true");
        File.CreateSymbolicLink(_box.PathOf("climb"), "../../../../bin/true");
        File.CreateSymbolicLink(_box.PathOf("loop"), "loop");
        File.CreateSymbolicLink(_box.PathOf("self"), ".");
        new ScriptFolder(_box.Folder).TryFind("alias", out var path, out _).Should().BeTrue();
        path.Should().Be(_box.PathOf("alias"), "the name it is called by is the link's");
        Why("out").Should().Contain("out of the script folder");
        Why("climb").Should().Contain("out of the script folder");
        Why("loop").Should().Contain("leads nowhere");
        Why("self").Should().Contain("out of the script folder");
    }

    [Fact]
    public void Follows_a_link_to_the_folder()
    {
        var inner = Directory.CreateDirectory(_box.PathOf("inner"), Runnable).FullName;
        File.Move(_box.Shell("block.sh", "exit 0"), Path.Combine(inner, "block.sh"));
        File.CreateSymbolicLink(_box.PathOf("link"), inner);
        new ScriptFolder(_box.PathOf("link")).TryFind("block.sh", out var path, out _).Should().BeTrue();
        path.Should().Be(Path.Combine(_box.PathOf("link"), "block.sh"));
        File.SetUnixFileMode(inner, Runnable | UnixFileMode.OtherWrite);
        Why("block.sh", _box.PathOf("link")).Should().Contain("can be written");
    }

    [Fact]
    public void Says_when_the_folder_is_missing_or_no_folder()
    {
        Why("x", _box.PathOf("absent")).Should().Contain("doesn't exist");
        Why("x", _box.Shell("block.sh", "exit 0")).Should().Contain("not a folder");
    }

    private string Why(string name, string? folder = null)
    {
        new ScriptFolder(folder ?? _box.Folder).TryFind(name, out var path, out var reason).Should().BeFalse();
        path.Should().BeNull();
        return reason!;
    }

    private static void Own(string path, uint user) => ChangeOwner(path, user, uint.MaxValue).Should().Be(0);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner(string path, uint user, uint group);
}
