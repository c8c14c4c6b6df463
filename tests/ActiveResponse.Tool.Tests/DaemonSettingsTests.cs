using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Platform;
using ActiveResponse.Testing;
using ActiveResponse.Tool.Execd.Daemon;

namespace ActiveResponse.Tool.Tests;

/// <summary>The options of <c>execd</c> that are in a file of the installation.</summary>
public sealed class DaemonSettingsTests
{
    private const string Home = "/var/ossec";

    private readonly MockFileSystem _files = new();
    private readonly FakeNativeFiles _native;

    public DaemonSettingsTests() => _native = new FakeNativeFiles(_files);

    [Fact]
    public void Without_a_file_there_are_none() => Read().Should().BeEmpty();

    [Fact]
    public void A_line_is_an_option()
    {
        _files.AddFile(DaemonSettings.Of(Home), new MockFileData("# mine\nengine = yes\nlog = no\nstate = /var/lib/state.db\n"));

        Read().Should().Equal("--engine", "--state", "/var/lib/state.db");
    }

    [Fact]
    public void One_that_others_could_write_is_not_used()
    {
        _files.AddFile(DaemonSettings.Of(Home), new MockFileData("engine = yes\n"));
        _native.SetTrust(DaemonSettings.Of(Home), new FileTrust("everybody can write it"));

        Read(out var problem).Should().BeEmpty();

        problem.Should().Contain("everybody can write it");
    }

    [Fact]
    public void One_that_is_no_file_of_settings_is_not_used()
    {
        _files.AddFile(DaemonSettings.Of(Home), new MockFileData(new byte[64 * 1024 + 1]));

        Read(out var problem).Should().BeEmpty();

        problem.Should().Contain("longer than 65536 bytes");
    }

    private IReadOnlyList<string> Read()
    {
        var words = Read(out var problem);
        problem.Should().BeNull();
        return words;
    }

    private IReadOnlyList<string> Read(out string? problem) => DaemonSettings.Read(Home, out problem, _files, _native);
}
