using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class NotificationTests
{
    [Fact]
    public async Task A_program_is_given_each_outcome_that_is_asked_for()
    {
        using var agent = new Agent();
        var told = agent.PathOf("told");
        await agent.StartAsync(
            alerts: null,
            "--notify-program",
            Program(agent, $"cat >>{told}"),
            "--notify-on",
            "applied",
            "--notify-template",
            "{outcome} {target} by rule {rule} ({responder})"
        );
        await agent.AskAsync("lift", Agent.Attacker);
        await agent.AskAsync("block", "203.0.113.10", "--for", "10m");

        await Until.TrueAsync(() => File.Exists(told) && File.ReadAllLines(told).Length == 2);
        File.ReadAllLines(told)
            .Should()
            .Equal($"applied {Agent.Attacker} by rule 5712 (host-deny)", "applied 203.0.113.10 by rule  (host-deny)");
        (await agent.AskAsync("health")).OutputText.Should().Contain("notifications to program").And.Contain("0 waiting, 0 lost");
    }

    [Fact]
    public async Task A_program_that_always_fails_delays_no_block_and_shows_in_health()
    {
        using var agent = new Agent();
        await agent.StartAsync(alerts: null, "--notify-program", Program(agent, "exit 3"));
        (await agent.AskAsync("block", "203.0.113.10", "--for", "10m")).ExitCode.Should().Be(0);
        agent.Denied.Should().Contain("203.0.113.10");

        ToolProcess? health = null;
        await Until.TrueAsync(async () =>
            (health = await agent.AskAsync("health")).OutputText.Contains("it ended with 3", StringComparison.Ordinal)
        );
        health!.ExitCode.Should().Be(1);
    }

    [Theory]
    [InlineData("--notify-url", "mailto:root@localhost", "write an http or https address")]
    [InlineData("--notify-program", "notify", "write its full path")]
    [InlineData("--notify-program", "/nonexistent/notify", "others could change it")]
    [InlineData("--notify-template", "{targt}", "'targt' isn't a field")]
    [InlineData("--notify-per-minute", "0", "--notify-per-minute is 1 to 10000")]
    [InlineData("--notify-token-file", "/etc/hostname", "--notify-token-file needs --notify-url")]
    [InlineData("--notify-on", "blocked", "already-applied")]
    public async Task A_wrong_value_is_an_error_that_says_what_is_right(string option, string value, string remedy)
    {
        using var tool = await ToolProcess.RunAsync(
            "run",
            "--config",
            Inputs.Repository("samples/data/ossec.conf"),
            "--alerts",
            Inputs.Repository("samples/data/alerts.json"),
            option,
            value
        );
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain(remedy);
    }

    private static string Program(Agent agent, string script)
    {
        var file = agent.PathOf("notify");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
