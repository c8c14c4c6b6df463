using System.Globalization;
using System.Runtime.Versioning;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class StandardStreamsTests
{
    public static TheoryData<string> Commands =>
        ["check", "explain", "run", "list", "history", "health", "lift", "block", "allow", "wpk", "frobnicate", "--help"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task No_command_is_ended_by_a_standard_error_or_output_that_is_full_or_closed(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var folder = new Folder();
        var (config, alerts, state) = (
            folder.Write("ossec.conf", Inputs.Config(600)),
            folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            folder.File("none.db")
        );
        string[] arguments = command switch
        {
            "check" => ["check", folder.Write("wrong.conf", "<ossec_config><foo></foo></ossec_config>")],
            "explain" => ["explain", "--config", config, "--alert", alerts],
            "run" => ["run", "--config", config, "--alerts", alerts, "--from-start", "--exit-when-idle", "--state", "none", "--dry-run"],
            "lift" => ["lift", "203.0.113.9", "--state", state],
            "block" => ["block", "203.0.113.9", "--for", "1h", "--state", state],
            "allow" => ["allow", "add", "203.0.113.9", "--state", state],
            "wpk" => ["wpk", "verify", folder.File("none.wpk"), "--ca-store", folder.File("none.pem")],
            "list" or "history" or "health" => [command, "--state", state],
            _ => [command],
        };

        foreach (var redirection in (string[])["2>/dev/full", "2>&-", ">/dev/full", ">&-", ">&- 2>&-", "<&- >&- 2>&-"])
        {
            using var tool = ToolProcess.StartProgram(
                Path.GetTempPath(),
                null,
                ["sh", "-c", $"exec \"$@\" {redirection}", "sh", .. BuiltTool.Line, .. arguments]
            );

            (await tool.ExitAsync()).Should().BeOneOf([0, 1, 2], "of {0}", redirection);
        }
    }

    [Fact]
    public async Task A_run_whose_output_goes_to_a_full_disk_says_so_in_words_blocks_and_stops_well()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var folder = new Folder();
        var deny = folder.File("hosts.deny");
        using var tool = Start(folder, deny, ">/dev/full", Inputs.Alert("203.0.113.9"));

        await ExecdHome.UntilAsync(() =>
            UnlockedFile.Text(deny).Contains("203.0.113.9", StringComparison.Ordinal)
            && tool.ErrorText.Contains("Standard output", StringComparison.Ordinal)
        );
        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0);
        tool.ErrorText.Should().Contain("Standard output can't be written").And.Contain("No space left");
    }

    [Fact]
    public async Task A_reader_of_standard_output_who_stops_reading_holds_up_neither_blocks_nor_the_stop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A pipe that its own process holds open is a matter of Linux.");
        using var folder = new Folder();
        var deny = folder.File("hosts.deny");
        var alerts = string.Concat(Enumerable.Range(0, 3_000).Select(static i => Inputs.Alert(Attacker(i), i + 1)));

        // The pipe has a reader, who never reads: a descriptor the tool inherits.
        using var tool = Start(
            folder,
            deny,
            $"3<>{folder.File("pipe")} >{folder.File("pipe")}",
            alerts,
            before: $"mkfifo {folder.File("pipe")};"
        );
        await ExecdHome.UntilAsync(() => UnlockedFile.Text(deny).Contains(Attacker(2_999), StringComparison.Ordinal));
        var stopping = System.Diagnostics.Stopwatch.StartNew();
        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0);
        stopping.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(45), "the stop deadline is a minute");
    }

    [Fact]
    public async Task A_question_whose_answer_nobody_reads_ends_when_it_is_told_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A pipe that its own process holds open is a matter of Linux.");
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(600));
        var alerts = folder.Write(
            "alerts.json",
            string.Concat(Enumerable.Range(0, 20_000).Select(static i => Inputs.Alert(Attacker(i), i + 1)))
        );
        using var tool = ToolProcess.StartProgram(
            Path.GetTempPath(),
            null,
            [
                "sh",
                "-c",
                $"mkfifo {folder.File("pipe")}; exec \"$@\" 3<>{folder.File("pipe")} >{folder.File("pipe")}",
                "sh",
                .. BuiltTool.Line,
                "explain",
                "--config",
                config,
                "--alert",
                alerts,
            ]
        );
        await ExecdHome.UntilAsync(() => NamedPipe.Unread(folder.File("pipe")) > 32 * 1024);

        tool.Terminate();

        await tool.ExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static ToolProcess Start(Folder folder, string deny, string redirection, string alerts, string before = "") =>
        ToolProcess.StartProgram(
            Path.GetTempPath(),
            null,
            [
                "sh",
                "-c",
                $"{before} exec \"$@\" {redirection}",
                "sh",
                .. BuiltTool.Line,
                "run",
                "--config",
                folder.Write("ossec.conf", Inputs.Config(600)),
                "--alerts",
                folder.Write("alerts.json", alerts),
                "--from-start",
                "--hosts-deny",
                deny,
                "--state",
                folder.File("state.db"),
            ]
        );

    private static string Attacker(int i) => string.Create(CultureInfo.InvariantCulture, $"198.51.{i / 250}.{i % 250}");
}
