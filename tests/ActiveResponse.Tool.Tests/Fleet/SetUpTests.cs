using System.Runtime.Versioning;
using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Fleet;

/// <summary><c>fleet init</c> and <c>fleet enroll</c>: the files they make.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SetUpTests : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Folder _folder = new();

    private string Dir => _folder.File("fleet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Init_makes_files_that_only_their_user_can_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of files");
        using var tool = await ToolProcess.RunAsync("fleet", "init", Dir, "--agent", "001", "--agent", "web-2");

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        var files = Directory.GetFiles(Dir, "*", SearchOption.AllDirectories);
        files
            .Select(file => Path.GetRelativePath(Dir, file))
            .Order(StringComparer.Ordinal)
            .Should()
            .Equal(
                "agents/001.json",
                "agents/web-2.json",
                "ca-key.pem",
                "ca.pem",
                "fleet.json",
                "issuer.json",
                "nats-server.conf",
                "server-key.pem",
                "server.pem"
            );
        files.Should().OnlyContain(static file => File.GetUnixFileMode(file) == Own);
        File.GetUnixFileMode(Dir).Should().Be(Own | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Only_the_issuers_file_has_the_key_that_signs()
    {
        using var tool = await ToolProcess.RunAsync("fleet", "init", Dir, "--agent", "001");

        var seed = Text("issuer.json").GetProperty("signingSeed").GetString()!;
        Directory
            .GetFiles(Dir, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(seed, StringComparison.Ordinal))
            .Should()
            .Equal(Path.Combine(Dir, "issuer.json"));
        Text("agents/001.json").GetProperty("agent").GetString().Should().Be("001");
    }

    [Fact]
    public async Task Init_leaves_a_fleet_that_is_there_alone()
    {
        using var first = await ToolProcess.RunAsync("fleet", "init", Dir);
        var issuer = await File.ReadAllTextAsync(Path.Combine(Dir, "issuer.json"));

        using var second = await ToolProcess.RunAsync("fleet", "init", Dir);

        second.ExitCode.Should().Be(1);
        second.ErrorText.Should().Contain("already has a fleet");
        (await File.ReadAllTextAsync(Path.Combine(Dir, "issuer.json"))).Should().Be(issuer);
    }

    [Fact]
    public async Task Enroll_gives_new_keys_and_labels_and_takes_an_agent_away()
    {
        using var init = await ToolProcess.RunAsync("fleet", "init", Dir, "--agent", "1");
        var before = Text("agents/1.json").GetProperty("seed").GetString();

        using var again = await ToolProcess.RunAsync("fleet", "enroll", "1", "--dir", Dir, "--label", "web", "--json");
        again.ExitCode.Should().Be(0, again.ErrorText);
        again.OutputText.Should().Contain("\"agent\":\"1\",\"enrolled\":true");
        Text("agents/1.json").GetProperty("seed").GetString().Should().NotBe(before);
        var config = await File.ReadAllTextAsync(Path.Combine(Dir, "nats-server.conf"));
        config.Should().Contain("ar.main.order.label.web.*").And.Contain("ar.main.state.1");
        config.Split("nkey:").Should().HaveCount(3, "the issuer and one agent");

        using var removed = await ToolProcess.RunAsync("fleet", "enroll", "001", "--dir", Dir, "--remove");
        removed.ExitCode.Should().Be(0, "001 and 1 are one agent: {0}", removed.ErrorText);
        (await File.ReadAllTextAsync(Path.Combine(Dir, "nats-server.conf"))).Should().NotContain("ar.main.state.1");
    }

    [Theory]
    [InlineData("--name", "a b")]
    [InlineData("--listen", "4222")]
    [InlineData("--agent", "a.b")]
    [InlineData("--host", "a b")]
    public async Task Init_refuses_what_it_can_not_use(string option, string value)
    {
        using var tool = await ToolProcess.RunAsync("fleet", "init", Dir, option, value);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain(option);
        Directory.Exists(Dir).Should().BeFalse();
    }

    [Fact]
    public async Task Credentials_that_others_can_read_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of files");
        using var init = await ToolProcess.RunAsync("fleet", "init", Dir);
        var issuer = Path.Combine(Dir, "issuer.json");
        File.SetUnixFileMode(issuer, Own | UnixFileMode.OtherRead);

        using var tool = await ToolProcess.RunAsync("fleet", "agents", "--fleet", "tls://localhost:1", "--credentials", issuer);

        tool.ExitCode.Should().Be(1);
        tool.ErrorText.Should().Contain("chmod 600");
    }

    private JsonElement Text(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Dir, name))).RootElement;
}
