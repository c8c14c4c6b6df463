using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Ossec.AsScript.Stock;
using ActiveResponse.Platform;
using ActiveResponse.Testing;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>The settings of the stock scripts, which are in a file of the agent.</summary>
public sealed class ScriptSettingsFileTests
{
    private const string Home = "/var/ossec";
    private static readonly string Path = ScriptSettingsFile.Of(Home);

    private readonly MockFileSystem _files = new();
    private readonly FakeNativeFiles _native;

    public ScriptSettingsFileTests() => _native = new FakeNativeFiles(_files);

    [Fact]
    public void Without_a_file_there_are_the_defaults()
    {
        Read().Problems.Should().BeEmpty();
        Read().HostsDeny.Should().Be(new ScriptSettings().HostsDeny);
    }

    [Fact]
    public void What_it_says_counts_and_each_mistake_has_its_line()
    {
        _files.AddFile(Path, new MockFileData("hosts-deny = /srv/hosts.deny\ncolour = red\n"));

        Read().HostsDeny.Should().Be("/srv/hosts.deny");
        Read().Problems.Should().ContainSingle().Which.Should().StartWith($"{Path}:2: ");
    }

    [Fact]
    public void One_that_others_could_write_is_not_used()
    {
        _files.AddFile(Path, new MockFileData("protect = no\n"));
        _native.SetTrust(Path, new FileTrust("everybody can write it"));

        Read().Protect.Should().BeTrue();
        Read().Problems.Should().ContainSingle().Which.Should().Contain("everybody can write it");
    }

    [Fact]
    public void One_that_is_no_file_of_settings_is_not_used()
    {
        _files.AddFile(Path, new MockFileData(new byte[64 * 1024 + 1]));

        Read().Problems.Should().ContainSingle().Which.Should().Contain("longer than 65536 bytes");
    }

    private ScriptSettings Read() => ScriptSettingsFile.Read(Home, _files, _native);
}
