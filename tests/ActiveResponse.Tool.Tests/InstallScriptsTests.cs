using System.Runtime.Versioning;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class InstallScriptsTests : IDisposable
{
    private readonly ScriptHome _home = new();

    public InstallScriptsTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links are not made on Windows.");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_stands_there_is_kept_aside_and_comes_back_as_it_was()
    {
        var mine = Script("firewall-drop", "mine");
        Script("other", "untouched");

        (await InstallAsync()).OutputText.Should().Be($"{mine}: installed; the replaced file is kept");
        new FileInfo(mine).LinkTarget.Should().Be(BuiltTool.Executable);
        (await InstallAsync()).OutputText.Should().Be($"{mine}: is installed already");
        (await InstallAsync("--uninstall")).OutputText.Should().Be($"{mine}: uninstalled; the replaced file is restored");

        (await File.ReadAllTextAsync(mine)).Should().Be("mine");
        ((int)File.GetUnixFileMode(mine)).Should().Be(0x1e8);
        Directory.EnumerateFileSystemEntries(_home.Scripts).Select(Path.GetFileName).Should().BeEquivalentTo("firewall-drop", "other");
    }

    [Fact]
    public async Task An_empty_folder_gets_the_usual_ones_and_is_empty_again()
    {
        (await InstallAsync()).ExitCode.Should().Be(0);
        Directory
            .EnumerateFiles(_home.Scripts)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo("firewall-drop", "host-deny", "route-null", "disable-account", "block-ip");

        (await InstallAsync("--uninstall")).ExitCode.Should().Be(0);
        Directory.EnumerateFileSystemEntries(_home.Scripts).Should().BeEmpty();
    }

    [Fact]
    public async Task A_script_that_came_later_is_left_alone_or_kept_in_its_turn()
    {
        var path = Script("host-deny", "old");
        await InstallAsync("--names", "host-deny");
        File.Delete(path);
        Script("host-deny", "new");

        var left = await InstallAsync("--uninstall");
        left.OutputText.Should().Contain("isn't ours any more and stays");
        (await File.ReadAllTextAsync(path)).Should().Be("new");

        await InstallAsync("--names", "host-deny");
        await InstallAsync("--uninstall");
        (await File.ReadAllTextAsync(path)).Should().Be("new");
    }

    [Fact]
    public async Task A_folder_that_others_can_write_is_refused()
    {
        File.SetUnixFileMode(_home.Scripts, (UnixFileMode)0x1ff);

        var refused = await InstallAsync();

        refused.ExitCode.Should().Be(1);
        refused.ErrorText.Should().Contain("are run as root, but others could change them").And.Contain("chmod go-w");
        Directory.EnumerateFileSystemEntries(_home.Scripts).Should().BeEmpty();
    }

    [Fact]
    public async Task A_name_that_is_no_script_is_told_with_those_that_are()
    {
        var refused = await InstallAsync("--names", "host-deny,../evil");

        refused.ExitCode.Should().Be(2);
        refused.ErrorText.Should().Contain("'../evil' isn't a script of this tool. Its scripts: firewall-drop,");
        Directory.EnumerateFileSystemEntries(_home.Scripts).Should().BeEmpty();
    }

    private string Script(string name, string text)
    {
        var path = _home.Write($"active-response/bin/{name}", text);
        File.SetUnixFileMode(path, (UnixFileMode)0x1e8);
        return path;
    }

    private async Task<ToolProcess> InstallAsync(params string[] options)
    {
        var tool = ToolProcess.StartProgram(_home.File(""), null, [BuiltTool.Executable, "install-scripts", _home.Scripts, .. options]);
        await tool.ExitAsync();
        return tool;
    }
}
