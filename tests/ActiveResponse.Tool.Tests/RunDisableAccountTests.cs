using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class RunDisableAccountTests
{
    private const string Config = """
        <ossec_config>
          <command><name>disable-account</name><executable>disable-account</executable><timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>disable-account</command>
          <location>local</location><level>6</level><timeout>600</timeout></active-response>
        </ossec_config>
        """;

    [Fact]
    public async Task Locks_the_account_and_unlocks_it_when_told_to_stop()
    {
        using var etc = new AccountsFolder("mallory");
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            etc,
            "run",
            "--config",
            folder.Write("ossec.conf", Config),
            "--alerts",
            folder.Write("alerts.json", Alert("mallory") + Alert("root", 2)),
            "--disable-account",
            "--from-start"
        );

        await tool.LineAsync("applied");
        await tool.LineAsync("root is never locked");
        etc.HashOf("mallory").Should().Be("!" + AccountsFolder.Hash);
        tool.Terminate();

        await tool.ExitAsync();
        tool.OutputText.Should().Contain("1 applied").And.Contain("1 lifted");
        etc.HashOf("mallory").Should().Be(AccountsFolder.Hash);
    }

    [Fact]
    public async Task Locks_no_account_unless_it_is_asked_for()
    {
        using var etc = new AccountsFolder("mallory");
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            etc,
            "run",
            "--config",
            folder.Write("ossec.conf", Config),
            "--alerts",
            folder.Write("alerts.json", Alert("mallory")),
            "--from-start",
            "--exit-when-idle"
        );

        await tool.ExitAsync();

        tool.OutputText.Should().Contain("DRY RUN");
        etc.HashOf("mallory").Should().Be(AccountsFolder.Hash);
    }

    [Fact]
    public async Task Without_root_it_is_wrong_usage()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "Becoming another user takes root and setpriv."
        );
        using var tool = ToolProcess.StartAsNobody("run", "--config", "ossec.conf", "--alerts", "-", "--disable-account");

        (await tool.ExitAsync()).Should().Be(2);
        tool.ErrorText.Should().Contain("needs root").And.NotContain("   at ");
    }

    private static string Alert(string user, int sequence = 1) =>
        Inputs.Alert("203.0.113.9", sequence).Replace("(no user)", user, StringComparison.Ordinal);
}
