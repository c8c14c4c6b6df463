using System.Runtime.Versioning;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>A block is taken back by who holds it, in the way it was told, or the lift has failed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HolderTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_change_of_the_file_a_lift_fails_and_list_and_health_say_what_is_needed()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        run.Terminate();
        await run.ExitAsync();
        var other = agent.PathOf("other.deny");

        using var lift = await agent.AskAsync("lift", "--all", "--hosts-deny", other);
        using var list = await agent.AskAsync("list", "--json");
        using var health = await agent.AskAsync("health");

        lift.ExitCode.Should().Be(1);
        lift.OutputText.Should().Contain("failed").And.Contain(agent.Deny);
        list.OutputText.Should().Contain($"\"needs\":\"host-deny {agent.Deny}\"").And.Contain("\"state\":\"failed\"");
        health.OutputText.Should().Contain("WRONG  lifts").And.Contain(agent.Deny);
        agent.Denied.Should().Contain(Agent.Attacker);
        using var right = await agent.AskAsync("lift", "--all", "--hosts-deny", agent.Deny);
        right.ExitCode.Should().Be(0, right.OutputText);
        agent.Denied.Should().NotContain(Agent.Attacker);
    }

    [Fact]
    public async Task A_running_agent_that_does_not_reach_a_block_says_so_before_anything_is_lifted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The control socket is Unix's.");
        using var agent = new Agent();
        var run = await agent.StartAsync();
        run.Kill();
        await run.ExitAsync();
        await agent.StartAsync(Inputs.Alert("198.51.100.7", 2), "--hosts-deny", agent.PathOf("other.deny"));

        using var health = await agent.AskAsync("health");
        using var list = await agent.AskAsync("list", "--json");

        health.OutputText.Should().Contain("WRONG  out of reach: 1 can't be reverted unless host-deny").And.Contain(agent.Deny);
        list.OutputText.Split('\n')
            .Should()
            .ContainSingle(static line => line.Contains("\"needs\"", StringComparison.Ordinal))
            .Which.Should()
            .Contain(Agent.Attacker);
    }

    [Fact]
    public async Task An_ossec_script_is_told_by_arguments_when_no_agent_runs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts are Unix's");
        var calls = _folder.File("calls");
        Directory.CreateDirectory(_folder.File("bin"));
        var script = _folder.Write("bin/fw.sh", $"#!/bin/sh\necho \"$@\" >> {calls}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var config = Inputs
            .Config(600)
            .Replace("firewall-drop</executable>", "fw.sh</executable><expect>srcip</expect>", StringComparison.Ordinal);
        string[] state = ["--state", _folder.File("state.db"), "--scripts", _folder.File("bin")];
        using var run = ToolProcess.Start([
            "run",
            "--config",
            _folder.Write("ossec.conf", config),
            "--alerts",
            _folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            "--from-start",
            "--dialect",
            "ossec",
            .. state,
        ]);
        await run.LineAsync("203.0.113.9");
        await Until.TrueAsync(async () => File.Exists(calls) && (await File.ReadAllTextAsync(calls)).Length > 0);
        run.Terminate();
        await run.ExitAsync();

        using var lift = await ToolProcess.RunAsync(["lift", "203.0.113.9", .. state]);

        lift.ExitCode.Should().Be(0, lift.OutputText + lift.ErrorText);
        var lines = await File.ReadAllLinesAsync(calls);
        lines.Should().HaveCount(2);
        lines[0].Should().StartWith("add - 203.0.113.9 1785554000.1 5712 ");
        lines[1].Should().Be("delete" + lines[0]["add".Length..]);
    }
}
