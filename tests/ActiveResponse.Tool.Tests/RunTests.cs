using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class RunTests
{
    private const string Foreign =
        "# the administrator's\nALL: 192.0.2.77\nsshd: .example.net : spawn (echo %a) \\\n  &\nlast line without newline";

    [Fact]
    public async Task The_readmes_command_blocks_and_lifts_the_samples_attackers()
    {
        using var folder = new Folder();
        var deny = folder.Write("hosts.deny", Foreign);
        using var tool = ToolProcess.Start(
            "run",
            "--config",
            Inputs.Repository("samples/data/ossec.conf"),
            "--alerts",
            Inputs.Repository("samples/data/alerts.json"),
            "--hosts-deny",
            deny,
            "--from-start",
            "--exit-when-idle"
        );

        await tool.LineAsync("active now: 5");
        var during = UnlockedFile.Text(deny);
        during.Should().Contain("\nALL:203.0.113.77\n").And.Contain("\nALL:[2001:db8:bad::1f]\n").And.EndWith(Foreign);

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("done: 5 applied, 2 extended, 5 lifted, 3 refused");
        UnlockedFile.Text(deny).Should().Be(Foreign);
    }

    [Fact]
    public async Task Ten_thousand_alerts_of_a_thousand_attackers_deny_each_once_and_lift_each()
    {
        using var folder = new Folder();
        var deny = folder.Write("hosts.deny", Foreign);
        using var tool = Flooded(folder, deny, timeout: 3600);
        await tool.LineAsync("\"event\":\"input-ended\"");
        var peak = OperatingSystem.IsLinux() ? tool.PeakMiB() : 0;
        File.ReadAllLines(deny)
            .Where(static line => line.StartsWith("ALL:198.51.", StringComparison.Ordinal))
            .Should()
            .HaveCount(1000)
            .And.OnlyHaveUniqueItems();
        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        var events = tool.Output.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        var applied = Targets(events, "applied");
        applied.Should().OnlyHaveUniqueItems().And.HaveCount(1000);
        Targets(events, "lifted").Should().BeEquivalentTo(applied);
        Targets(events, "extended").Should().HaveCount(9000);
        UnlockedFile.Text(deny).Should().Be(Foreign);
        peak.Should().BeLessThan(300, "ten thousand alerts are a small matter");
    }

    [Fact]
    public async Task Ten_thousand_alerts_end_by_themselves_once_every_block_has_had_its_time()
    {
        using var folder = new Folder();
        var deny = folder.Write("hosts.deny", Foreign);
        using var tool = Flooded(folder, deny, timeout: 5);

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        var events = tool.Output.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        var applied = Targets(events, "applied");
        applied.Distinct().Should().HaveCount(1000);
        (applied.Count + Targets(events, "extended").Count).Should().Be(10_000);

        // How often somebody is blocked anew depends on how fast this machine is; each time the block before is over, and in the end all
        // are.
        var blocked = new HashSet<string?>();
        foreach (var outcome in events.Where(static e => e.GetProperty("event").GetString() == "outcome"))
        {
            var target = outcome.GetProperty("target").GetString();
            _ = outcome.GetProperty("outcome").GetString() switch
            {
                "applied" => blocked.Add(target).Should().BeTrue(target),
                "lifted" => blocked.Remove(target).Should().BeTrue(target),
                _ => blocked.Contains(target).Should().BeTrue(target),
            };
        }

        blocked.Should().BeEmpty();
        UnlockedFile.Text(deny).Should().Be(Foreign);
    }

    [Fact]
    public async Task Told_to_stop_it_lifts_what_is_timed_and_ends_well()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(600));
        var deny = folder.Write("hosts.deny", Foreign);
        var alerts = folder.Write("alerts.json", Inputs.Alert("203.0.113.9"));
        using var tool = ToolProcess.Start("run", "--config", config, "--alerts", alerts, "--hosts-deny", deny, "--from-start");
        await tool.LineAsync("applied");
        await File.AppendAllTextAsync(alerts, Inputs.Alert("203.0.113.10", 2));
        await tool.LineAsync("203.0.113.10");
        UnlockedFile.Text(deny).Should().Contain("ALL:203.0.113.9\n").And.Contain("ALL:203.0.113.10\n");

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        UnlockedFile.Text(deny).Should().Be(Foreign);
        tool.OutputText.Should().Contain("2 lifted");
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_does_not_keep_it_from_stopping()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(600));
        var pipe = Path.Combine(Path.GetDirectoryName(config)!, "alerts.pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync();
        }

        using var tool = ToolProcess.Start("run", "--config", config, "--alerts", pipe, "--dry-run");
        await tool.LineAsync("reading");
        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("done: nothing fired");
    }

    [Fact]
    public async Task What_a_killed_run_left_is_found_by_the_next_and_ends_in_its_time()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(4));
        var deny = folder.Write("hosts.deny", Foreign);
        var alerts = folder.Write("alerts.json", Inputs.Alert("203.0.113.9"));
        using (var killed = ToolProcess.Start("run", "--config", config, "--alerts", alerts, "--hosts-deny", deny, "--from-start"))
        {
            await killed.LineAsync("applied");
            killed.Kill();
            await killed.ExitAsync();
        }

        UnlockedFile.Text(deny).Should().Contain("ALL:203.0.113.9\n");
        using var next = await ToolProcess.RunAsync(
            "run",
            "--config",
            config,
            "--alerts",
            folder.Write("none.json", ""),
            "--hosts-deny",
            deny,
            "--from-start",
            "--exit-when-idle"
        );

        next.ExitCode.Should().Be(0, next.ErrorText);
        next.OutputText.Should().Contain("1 lifted");
        UnlockedFile.Text(deny).Should().Be(Foreign);
    }

    [Fact]
    public async Task Without_anything_to_act_with_it_is_a_dry_run_and_says_so()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            ["run", "--config", folder.Write("ossec.conf", Inputs.Config(600)), "--alerts", "-", "--exit-when-idle"],
            Inputs.Alert("203.0.113.9")
        );
        tool.ExitCode.Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("DRY RUN").And.Contain("dry-run").And.Contain("--hosts-deny");
    }

    [Fact]
    public async Task A_dry_run_does_not_touch_the_file()
    {
        using var folder = new Folder();
        var deny = folder.File("hosts.deny");
        using var tool = await ToolProcess.RunAsync(
            [
                "run",
                "--config",
                folder.Write("ossec.conf", Inputs.Config(600)),
                "--alerts",
                "-",
                "--exit-when-idle",
                "--dry-run",
                "--hosts-deny",
                deny,
            ],
            Inputs.Alert("203.0.113.9")
        );
        tool.ExitCode.Should().Be(0, tool.ErrorText);
        File.Exists(deny).Should().BeFalse();
    }

    [Fact]
    public async Task Permanent_blocks_stay_and_are_announced()
    {
        using var folder = new Folder();
        var deny = folder.File("hosts.deny");
        using var tool = await ToolProcess.RunAsync(
            ["run", "--config", folder.Write("ossec.conf", Inputs.Config(0)), "--alerts", "-", "--exit-when-idle", "--hosts-deny", deny],
            Inputs.Alert("203.0.113.9")
        );
        tool.ExitCode.Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("1 stay in place");
        UnlockedFile.Text(deny).Should().Contain("ALL:203.0.113.9\n");
    }

    [Fact]
    public async Task Says_when_nothing_will_fire()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            ["run", "--config", folder.Write("ossec.conf", "<ossec_config></ossec_config>"), "--alerts", "-", "--exit-when-idle"],
            Inputs.Alert("203.0.113.9")
        );
        tool.ExitCode.Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("0 responses: nothing will fire");
    }

    [Fact]
    public async Task Lines_that_are_no_alerts_are_counted_and_are_no_error()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            ["run", "--config", folder.Write("ossec.conf", Inputs.Config(600)), "--alerts", "-", "--exit-when-idle"],
            "rubbish\n" + Inputs.Alert("203.0.113.9") + "more rubbish\n"
        );
        tool.ExitCode.Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("read 3 lines: 1 alerts, 2 skipped");
        tool.ErrorText.Split('\n').Should().ContainSingle("each cause is reported once");
    }

    [Fact]
    public async Task A_configuration_with_errors_is_not_run()
    {
        using var folder = new Folder();
        var deny = folder.File("hosts.deny");
        using var tool = await ToolProcess.RunAsync(
            [
                "run",
                "--config",
                folder.Write("ossec.conf", Inputs.Config(600, "<global><white_list>10.0.0.0/ab</white_list></global>")),
                "--alerts",
                "-",
                "--hosts-deny",
                deny,
            ],
            Inputs.Alert("203.0.113.9")
        );
        tool.ExitCode.Should().Be(1);
        tool.ErrorText.Should().Contain("10.0.0.0/ab").And.NotContain("   at ");
        File.Exists(deny).Should().BeFalse();
    }

    [Fact]
    public async Task Alerts_that_cannot_be_read_are_a_plain_error()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            folder.File("none.json"),
            "--exit-when-idle"
        );
        tool.ExitCode.Should().Be(1);
        tool.ErrorText.Should()
            .Contain("none.json")
            .And.Contain("the file doesn't exist")
            .And.NotContain("Exception")
            .And.NotContain("   at ");
    }

    [Theory]
    [InlineData("run", "--alerts", "--exit-when-idle")]
    [InlineData("explain", "--alert")]
    public async Task A_folder_in_the_place_of_alerts_is_said_to_be_one(string command, string option, params string[] more)
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync([
            command,
            "--config",
            folder.Write("ossec.conf", Inputs.Config(600)),
            option,
            folder.File("."),
            .. more,
        ]);
        tool.ExitCode.Should().Be(1);
        tool.ErrorText.Should().Contain("it is a folder").And.NotContain("Exception").And.NotContain("   at ");
    }

    /// <summary>A run over ten thousand alerts of a thousand attackers; it ends when nothing timed is in place.</summary>
    private static ToolProcess Flooded(Folder folder, string deny, int timeout)
    {
        var alerts = new StringBuilder();
        for (var i = 0; i < 10_000; i++)
        {
            alerts.Append(Inputs.Alert(Attacker(i % 1000), i));
        }

        return ToolProcess.Start(
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(timeout)),
            "--alerts",
            folder.Write("alerts.json", alerts.ToString()),
            "--hosts-deny",
            deny,
            "--from-start",
            "--exit-when-idle",
            "--json"
        );
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_deny_file_is_refused_at_once()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            "-",
            "--hosts-deny",
            folder.File(".")
        );
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--hosts-deny must be a file");
    }

    private static string Attacker(int i) => string.Create(CultureInfo.InvariantCulture, $"198.51.{100 + (i / 250)}.{i % 250}");

    private static List<string?> Targets(List<JsonElement> events, string outcome) =>
        [
            .. events
                .Where(e => e.GetProperty("event").GetString() == "outcome" && e.GetProperty("outcome").GetString() == outcome)
                .Select(static e => e.GetProperty("target").GetString()),
        ];
}
