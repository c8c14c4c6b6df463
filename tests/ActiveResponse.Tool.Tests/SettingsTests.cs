using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>Settings complete a command line: options win, then the environment, then the file.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task Run_takes_from_the_file_what_the_command_line_does_not_give()
    {
        using var folder = new Folder();
        var deny = folder.File("hosts.deny");
        var settings = folder.Write(
            "settings.json",
            $$"""
            {
              // The one configuration of this host.
              "config": "{{folder.Write("ossec.conf", Inputs.Config(600))}}",
              "alerts": "{{folder.Write("alerts.json", Inputs.Alert("203.0.113.9"))}}",
              "hostsDeny": "{{folder.File("not-this")}}",
              "state": "none",
              "fromStart": true,
              "maxAge": null,
              "json": true,
            }
            """
        );
        using var tool = ToolProcess.Start("run", "--settings", settings, "--hosts-deny", deny, "--state", "none");

        await tool.LineAsync("\"outcome\":\"applied\"");
        File.Exists(deny).Should().BeTrue("the command line wins");
        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        File.Exists(folder.File("not-this")).Should().BeFalse();
    }

    [Theory]
    [InlineData("""{ "killSwich": "/tmp/x" }""", ":1: 'killSwich': there is no such setting; did you mean 'killSwitch'?")]
    [InlineData("{\n \"maxAge\": \"soon\"\n}", ":2: --max-age: 'soon' isn't a duration")]
    [InlineData("{\n\n \"dryRun\": \"yes\" }", ":3: 'dryRun': write true or false")]
    [InlineData("""{ "firewall": ["nftables", "pf"] }""", ":1: 'firewall': write one value")]
    [InlineData("""{ "firewall": { } }""", ":1: 'firewall': write text, a number, true, false, or a list of these")]
    [InlineData("{ \"label\": [\"a\", null] }", ":1: 'label': write text, a number")]
    [InlineData("{\n \"home\": \"/a\",\n \"home\": \"/b\" }", ":3: 'home': it is set twice")]
    [InlineData("{\n \"home\" \"/a\" }", ":2: this is no valid JSON")]
    [InlineData("{ \"home\": \"/a\" } x", ":1: this is no valid JSON")]
    [InlineData("[]", ":1: write one JSON object")]
    [InlineData("", ":1: this is no valid JSON")]
    [InlineData("{ \"config\": \"a\", \"alerts\": \"b\", \"firewall\": \"ufw\" }", ":1: Argument 'ufw' not recognized")]
    public async Task A_mistake_in_the_file_names_its_line(string text, string message)
    {
        using var folder = new Folder();
        var file = folder.Write("settings.json", text);

        using var check = await ToolProcess.RunAsync("settings", "check", file);
        using var run = await ToolProcess.RunAsync("run", "--settings", file, "--config", "/nowhere", "--alerts", "-", "--state", "none");

        check.ExitCode.Should().Be(1);
        check.ErrorText.Should().Contain(file + message).And.NotContain("   at ");
        run.ExitCode.Should().Be(2);
        run.ErrorText.Should().Contain(file + message);
    }

    [Fact]
    public async Task Check_finds_what_run_would_refuse_and_passes_what_it_would_take()
    {
        using var folder = new Folder();
        var none = folder.Write("none.json", "{}");
        var both = folder.Write("both.json", """{ "config": "a", "alerts": "b", "firewall": "auto", "hostsDeny": "c" }""");
        var fine = folder.Write("fine.json", """{ "config": "a", "alerts": "-", "foldIpv6": 64, "label": ["a", "b"], "dryRun": false }""");

        using var missing = await ToolProcess.RunAsync("settings", "check", none);
        using var exclusive = await ToolProcess.RunAsync("settings", "check", both);
        using var passed = await ToolProcess.RunAsync("settings", "check", fine);
        using var absent = await ToolProcess.RunAsync("settings", "check", folder.File("absent.json"));

        missing.ExitCode.Should().Be(1);
        missing.ErrorText.Should().Contain("'--alerts' is required");
        exclusive.ErrorText.Should().Contain("either --firewall or --hosts-deny");
        passed.ExitCode.Should().Be(0, passed.ErrorText);
        passed.OutputText.Should().Contain("5 settings, nothing wrong").And.Contain("reload: foldIpv6").And.Contain("restart: ");
        absent.ExitCode.Should().Be(1);
        absent.ErrorText.Should().Contain("there is no such file");
    }

    [Fact]
    public async Task Show_names_each_setting_with_its_value_and_where_that_is_from()
    {
        using var folder = new Folder();
        var file = folder.Write("settings.json", "{\n \"killSwitch\": \"/stop\",\n \"label\": [\"a\", \"b\"] }");

        using var show = await ToolProcess.RunAsync("settings", "show", "--json", "--settings", file);

        show.ExitCode.Should().Be(0, show.ErrorText);
        show.Output.Should()
            .Contain($$"""{"setting":"killSwitch","values":["/stop"],"from":"{{file}}:2","change":"restart"}""")
            .And.Contain($$"""{"setting":"label","values":["a","b"],"from":"{{file}}:3","change":"restart"}""")
            .And.Contain("""{"setting":"dialect","values":["wazuh"],"from":"default","change":"restart"}""")
            .And.Contain("""{"setting":"alerts","values":[],"from":"default","change":"restart"}""")
            .And.Contain("""{"setting":"maxAge","values":[],"from":"default","change":"reload"}""");
    }

    [Fact]
    public async Task A_file_that_others_may_write_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using var folder = new Folder();
        var file = folder.Write("settings.json", "{}");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
        }

        using var check = await ToolProcess.RunAsync("settings", "check", file);

        check.ExitCode.Should().Be(1);
        check.ErrorText.Should().Contain("the file can't be trusted");
    }

    [Fact]
    public async Task Commands_find_the_agent_of_the_settings()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        var file = agent.PathOf("settings.json");
        await File.WriteAllTextAsync(file, $$"""{ "state": "{{agent.State}}", "json": true }""");

        using var list = await ToolProcess.RunAsync("list", "--settings", file);
        using var ignored = await ToolProcess.RunAsync("list", "--settings", file, "--state", "/nowhere/state.db");

        list.ExitCode.Should().Be(0, list.ErrorText);
        list.OutputText.Should().Contain(Agent.Attacker).And.Contain("1 active", "how run prints is not how list does");
        ignored.ExitCode.Should().Be(1);
    }
}
