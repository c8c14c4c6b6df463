using System.Runtime.Versioning;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class WhichAgentTests
{
    [Theory]
    [InlineData("list")]
    [InlineData("history")]
    [InlineData("health")]
    [InlineData("lift", "--all")]
    [InlineData("lift", "203.0.113.9", "--hosts-deny", "hosts.deny")]
    [InlineData("allow", "list")]
    [InlineData("allow", "add", "203.0.113.9")]
    [InlineData("block", "203.0.113.9", "--for", "1h")]
    [InlineData("extend", "203.0.113.9", "--for", "1h")]
    public async Task A_socket_that_nobody_listens_at_means_no_agent_and_no_other_state(params string[] command)
    {
        using var folder = new Folder();
        var nowhere = folder.File("nowhere.sock");
        using var tool = await ToolProcess.RunAsync([.. command, "--control", nowhere]);

        tool.ExitCode.Should().Be(1);
        (tool.OutputText + tool.ErrorText).Should().Contain($"no agent is running at {nowhere}").And.NotContain("/var/lib");
    }

    [Fact]
    public async Task A_state_file_that_is_named_as_well_is_read()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        run.Terminate();
        await run.ExitAsync();

        using var list = await agent.AskAsync("list", "--control", agent.PathOf("nowhere.sock"));

        list.ExitCode.Should().Be(0, list.ErrorText);
        list.OutputText.Should().Contain(Agent.Attacker);
    }

    // Long: one scenario from start to end.
    [Fact]
    public async Task Root_asks_an_agent_of_a_service_user_and_others_are_told_that_they_may_not()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "Becoming another user takes root and setpriv."
        );
        using var folder = new Folder();
        var (config, alerts) = (folder.Write("ossec.conf", Inputs.Config(600)), folder.Write("alerts.json", Inputs.Alert("203.0.113.9")));
        var own = Directory.CreateDirectory(folder.File("own")).FullName;
        foreach (var path in (string[])[folder.File("."), own])
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        foreach (var path in (string[])[config, alerts])
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b110_100_100);
        }

        using (var give = System.Diagnostics.Process.Start("chown", ["65534", own]))
        {
            await give.WaitForExitAsync();
        }

        using var run = ToolProcess.StartAsNobody(
            "run",
            "--config",
            config,
            "--alerts",
            alerts,
            "--from-start",
            "--hosts-deny",
            Path.Combine(own, "hosts.deny"),
            "--state",
            Path.Combine(own, "state.db")
        );
        await run.LineAsync("alert 1785554000.1");

        using var root = await ToolProcess.RunAsync("list", "--state", Path.Combine(own, "state.db"));
        using var stranger = ToolProcess.StartAs(65533, "list", "--control", Path.Combine(own, "control.sock"));

        root.ExitCode.Should().Be(0, root.ErrorText);
        root.OutputText.Should().Contain("203.0.113.9");
        (await stranger.ExitAsync()).Should().Be(1);
        stranger.ErrorText.Should().Contain("belongs to another user").And.Contain("as root").And.NotContain("no agent");
        File.SetUnixFileMode(own, (UnixFileMode)0b111_000_000);
        using var outside = ToolProcess.StartAs(65533, "list", "--control", Path.Combine(own, "control.sock"));
        (await outside.ExitAsync()).Should().Be(1);
        outside.ErrorText.Should().Contain("another user").And.NotContain("no agent");
    }
}
