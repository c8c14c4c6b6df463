using System.Runtime.Versioning;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class RunReloadTests
{
    [Fact]
    public async Task Without_a_terminal_a_hang_up_reads_the_configuration_again_and_the_run_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGHUP on Windows.");
        using var agent = new Agent();
        var run = await agent.StartAsync();
        await File.WriteAllTextAsync(
            agent.PathOf("ossec.conf"),
            Inputs.Config(600, "<global><white_list>198.51.100.7</white_list></global>")
        );

        run.HangUp();
        await run.LineAsync("configuration reloaded: 1 responses");
        await File.AppendAllTextAsync(agent.PathOf("alerts.json"), Inputs.Alert("198.51.100.7", 7) + Inputs.Alert("198.51.100.8", 8));

        await run.LineAsync("alert 1785554000.8");
        agent.Denied.Should().Contain("198.51.100.8").And.NotContain("198.51.100.7").And.Contain(Agent.Attacker, "blocks stay");
        run.HangUp();
        run.HangUp();
        run.Terminate();
        (await run.ExitAsync()).Should().Be(0, run.ErrorText);
    }

    [Fact]
    public async Task A_changed_configuration_is_noticed_and_what_was_added_to_the_allow_list_stays()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        using (var add = await agent.AskAsync("allow", "add", "198.51.100.9"))
        {
            add.ExitCode.Should().Be(0, add.ErrorText);
        }

        await File.WriteAllTextAsync(
            agent.PathOf("ossec.conf"),
            Inputs.Config(600, "<global><white_list>198.51.100.7</white_list></global>")
        );
        await run.LineAsync("configuration reloaded");
        using var list = await agent.AskAsync("allow", "list");

        list.OutputText.Should().Be($"198.51.100.9 (added by {Environment.UserName})\n198.51.100.7 (configuration)");
        using var remove = await agent.AskAsync("allow", "remove", "198.51.100.9");
        using var left = await agent.AskAsync("allow", "list");
        left.OutputText.Should().Be("198.51.100.7 (configuration)");
    }

    [Fact]
    public async Task A_configuration_with_errors_is_told_and_the_one_in_force_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGHUP on Windows.");
        using var agent = new Agent();
        var run = await agent.StartAsync();
        await File.WriteAllTextAsync(
            agent.PathOf("ossec.conf"),
            "<ossec_config><active-response><command>none</command><location>local</location></active-response></ossec_config>"
        );

        run.HangUp();
        await ExecdHome.UntilAsync(() => run.ErrorText.Contains("1303", StringComparison.Ordinal));
        await File.AppendAllTextAsync(agent.PathOf("alerts.json"), Inputs.Alert("198.51.100.8", 8));

        await run.LineAsync("198.51.100.8");
        agent.Denied.Should().Contain("198.51.100.8");
    }

    [Fact]
    public async Task With_a_terminal_a_hang_up_ends_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "The package bsdutils is needed for a terminal.");
        using var folder = new Folder();
        var deny = folder.File("hosts.deny");
        var config = folder.Write("ossec.conf", Inputs.Config(600));
        var alerts = folder.Write("alerts.json", Inputs.Alert("203.0.113.9"));
        var line = string.Join(' ', BuiltTool.Line);
        using var terminal = ToolProcess.StartProgram(
            Path.GetTempPath(),
            null,
            "script",
            "-qfc",
            $"exec {line} run --config {config} --alerts {alerts} --hosts-deny {deny} --from-start --state none",
            folder.File("typescript")
        );
        await ExecdHome.UntilAsync(() => UnlockedFile.Text(deny).Contains("203.0.113.9", StringComparison.Ordinal));

        terminal.Kill();

        await ExecdHome.UntilAsync(() => !UnlockedFile.Text(deny).Contains("203.0.113.9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clean_stop_ends_with_0_whatever_failed_before()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script is needed.");
        using var folder = new Folder();
        var script = folder.Write("block", "#!/bin/sh\nexit 3\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var config = folder.Write(
            "ossec.conf",
            Inputs.Config(0).Replace("<executable>firewall-drop", "<executable>block", StringComparison.Ordinal)
        );
        using var tool = ToolProcess.Start(
            "run",
            "--config",
            config,
            "--alerts",
            folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            "--from-start",
            "--scripts",
            Path.GetDirectoryName(script)!
        );
        await tool.LineAsync("failed");

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
    }

    [Fact]
    public async Task Settings_are_reread_and_those_that_need_a_restart_are_named_and_not_in_force()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGHUP.");
        using var agent = new Agent();
        var stop = agent.PathOf("stop");
        await File.WriteAllTextAsync(agent.PathOf("settings.json"), """{ "widestIpv4": 32 }""");
        await File.WriteAllTextAsync(stop, "");
        var run = await agent.StartAsync(null, "--settings", agent.PathOf("settings.json"));
        (await BlockAsync(agent, "198.51.100.0/24")).Should().Contain("wider than /32");

        await File.WriteAllTextAsync(
            agent.PathOf("settings.json"),
            $$"""{ "widestIpv4": 24, "killSwitch": "{{stop}}", "maxAge": "500w" }"""
        );
        run.HangUp();
        await SaysAsync(run, "changed settings that need a restart, and aren't in force: killSwitch");
        run.ErrorText.Should().Contain("settings reloaded: maxAge, widestIpv4");
        (await BlockAsync(agent, "198.51.100.0/24")).Should().StartWith("applied", "the kill switch isn't in force");

        await File.WriteAllTextAsync(agent.PathOf("settings.json"), "{\n \"widestIpv4\": 99 }");
        run.HangUp();
        await SaysAsync(run, "The settings stay as they were: " + agent.PathOf("settings.json") + ":2: ");
        (await BlockAsync(agent, "198.51.101.0/24")).Should().StartWith("applied");

        await File.WriteAllTextAsync(agent.PathOf("settings.json"), """{ "maxAge": "500w", "foldIpv6": 64 }""");
        run.HangUp();
        await SaysAsync(run, "settings reloaded: foldIpv6, widestIpv4");
        (await BlockAsync(agent, "198.18.0.0/16")).Should().StartWith("applied", "the default is in force again");
        run.Terminate();
        (await run.ExitAsync()).Should().Be(0, run.ErrorText);
    }

    [Fact]
    public async Task What_the_command_line_gives_no_reload_changes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGHUP.");
        using var agent = new Agent();
        await File.WriteAllTextAsync(agent.PathOf("settings.json"), "{}");
        var run = await agent.StartAsync(null, "--settings", agent.PathOf("settings.json"), "--widest-ipv4", "32");

        await File.WriteAllTextAsync(agent.PathOf("settings.json"), """{ "widestIpv4": 24, "widestIpv6": 48 }""");
        run.HangUp();
        await SaysAsync(run, "settings reloaded: widestIpv6");

        (await BlockAsync(agent, "198.51.100.0/24")).Should().Contain("wider than /32");
    }

    private static Task SaysAsync(ToolProcess run, string text) =>
        FleetServer.UntilAsync(() => run.ErrorText.Contains(text, StringComparison.Ordinal), () => run.OutputText + run.ErrorText);

    private static async Task<string> BlockAsync(Agent agent, string target)
    {
        using var block = await agent.AskAsync("block", target, "--for", "1h");
        return block.OutputText + block.ErrorText;
    }
}
