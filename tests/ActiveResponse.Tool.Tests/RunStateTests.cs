using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class RunStateTests
{
    // Long: one scenario from start to end.
    [Fact]
    public async Task Blocks_stay_over_a_stop_and_are_lifted_in_their_time_by_the_next_run()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(15));
        var deny = folder.File("hosts.deny");
        var state = folder.File("var/state.db");
        using (
            var first = ToolProcess.Start(
                "run",
                "--config",
                config,
                "--alerts",
                folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
                "--hosts-deny",
                deny,
                "--from-start",
                "--state",
                state
            )
        )
        {
            await first.LineAsync("applied");
            first.Terminate();
            (await first.ExitAsync()).Should().Be(0, first.ErrorText);
            first.OutputText.Should().Contain("1 stay in place").And.Contain($"state: {state}").And.NotContain("lifted");
        }

        UnlockedFile.Text(deny).Should().Contain("ALL:203.0.113.9\n");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder.File("var")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(state).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var next = await ToolProcess.RunAsync(
            "run",
            "--config",
            config,
            "--alerts",
            folder.Write("none.json", ""),
            "--hosts-deny",
            deny,
            "--from-start",
            "--exit-when-idle",
            "--state",
            state
        );
        next.ExitCode.Should().Be(0, next.ErrorText);
        next.OutputText.Should().Contain("1 lifted");
        File.Exists(deny).Should().BeFalse("it was made for the block");
    }

    [Fact]
    public async Task A_second_run_on_the_same_state_is_told_so_in_one_line()
    {
        using var folder = new Folder();
        string[] line =
        [
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            "--hosts-deny",
            folder.File("hosts.deny"),
            "--from-start",
            "--state",
            folder.File("state.db"),
        ];
        using var first = ToolProcess.Start(line);
        await first.LineAsync("applied");

        using var second = await ToolProcess.RunAsync(line);

        second.ExitCode.Should().Be(1);
        second.ErrorText.Should().Contain("is in use by another process").And.NotContain("   at ").And.NotContain("Exception");
        second.ErrorText.Split('\n').Should().ContainSingle();
    }

    [Fact]
    public async Task A_dry_run_leaves_the_state_alone()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            [
                "run",
                "--config",
                folder.Write("ossec.conf", Inputs.Config(600)),
                "--alerts",
                "-",
                "--exit-when-idle",
                "--dry-run",
                "--state",
                folder.File("state.db"),
            ],
            Inputs.Alert("203.0.113.9")
        );
        tool.ExitCode.Should().Be(0, tool.ErrorText);
        File.Exists(folder.File("state.db")).Should().BeFalse();
    }

    [Fact]
    public async Task An_alert_file_that_is_not_there_yet_is_said_to_be_waited_for()
    {
        using var folder = new Folder();
        var alerts = folder.File("alerts.json");
        var deny = folder.File("hosts.deny");
        using var tool = ToolProcess.Start(
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            alerts,
            "--hosts-deny",
            deny,
            "--from-start",
            "--state",
            folder.File("state.db")
        );
        await tool.LineAsync($"{alerts} doesn't exist yet: waiting for it");

        folder.Write("alerts.json", Inputs.Alert("203.0.113.9"));

        await tool.LineAsync("applied");
        UnlockedFile.Text(deny).Should().Contain("ALL:203.0.113.9\n");
    }

    [Fact]
    public async Task A_folder_is_no_state_file()
    {
        using var tool = await ToolProcess.RunAsync("run", "--config", "ossec.conf", "--alerts", "-", "--state", Path.GetTempPath());
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--state must be a file");
    }

    [Fact]
    public async Task A_configuration_that_others_can_write_is_not_run()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(600));
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Permissions are not looked at on Windows.");
        }
        else
        {
            File.SetUnixFileMode(config, (UnixFileMode)0b110_110_110);
        }

        string[] line = ["run", "--config", config, "--alerts", "-", "--exit-when-idle", "--hosts-deny", folder.File("hosts.deny")];

        using var tool = await ToolProcess.RunAsync(line, Inputs.Alert("203.0.113.9"));
        using var dry = await ToolProcess.RunAsync([.. line, "--dry-run"], Inputs.Alert("203.0.113.9"));

        tool.ExitCode.Should().Be(1);
        tool.ErrorText.Should().Contain("Others could change").And.Contain("chmod go-w");
        File.Exists(folder.File("hosts.deny")).Should().BeFalse();
        dry.ExitCode.Should().Be(1, "a dry run says what a run would");
        dry.ErrorText.Should().Contain("Others could change");
    }
}
