using System.Diagnostics;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>An agent that protects nothing says so, at once and when it is asked.</summary>
public sealed class SourceHealthTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Health_has_a_line_for_the_source_with_what_was_skipped_and_one_for_the_place()
    {
        using var agent = new Agent();
        await agent.StartAsync($"no alert\n{Inputs.Alert(Agent.Attacker, 2)}");

        using var health = await agent.AskAsync("health");

        health.ExitCode.Should().Be(0, health.OutputText);
        health
            .OutputText.Should()
            .Contain($"source {agent.PathOf("alerts.json")}: last record ")
            .And.Contain("nothing behind; 1 alerts, 1 skipped (1 NotAnAlert)")
            .And.Contain("place host-deny: ");
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("FIFO")]
    public async Task What_stands_in_the_place_of_the_file_is_told_and_the_file_is_read_when_it_is_back(string what)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there are FIFOs on Linux");
        var alerts = _folder.File("alerts.json");
        if (what == "folder")
        {
            Directory.CreateDirectory(alerts);
        }
        else
        {
            using var made = Process.Start("mkfifo", alerts);
            await made.WaitForExitAsync();
        }

        using var run = Start(alerts);
        await run.ErrorAsync("can't be read");
        run.ErrorText.Should().Contain(what);
        using var wrong = await ToolProcess.RunAsync(["health", "--state", _folder.File("state.db")]);
        wrong.ExitCode.Should().Be(1, wrong.OutputText);
        wrong.OutputText.Should().Contain($"can't be read: it is a {what}");

        if (what == "folder")
        {
            Directory.Delete(alerts);
        }
        else
        {
            File.Delete(alerts);
        }

        await File.WriteAllTextAsync(alerts, Inputs.Alert("203.0.113.9", 1));
        await run.LineAsync("203.0.113.9");
        using var fine = await ToolProcess.RunAsync(["health", "--state", _folder.File("state.db")]);
        fine.ExitCode.Should().Be(0, fine.OutputText);
    }

    [Fact]
    public async Task Queues_of_a_manager_that_are_not_there_are_told()
    {
        Directory.CreateDirectory(_folder.File("manager/queue/alerts"));
        var alerts = _folder.Write("alerts.json", "");
        using var run = ToolProcess.Start(
            "run",
            "--config",
            _folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            alerts,
            "--manager",
            _folder.File("manager"),
            "--state",
            _folder.File("state.db")
        );
        await run.ErrorAsync("execq");

        using var health = await ToolProcess.RunAsync(["health", "--state", _folder.File("state.db")]);

        health.ExitCode.Should().Be(1, health.OutputText);
        health.OutputText.Should().Contain("queue/alerts/execq").And.Contain("doesn't exist");
    }

    [Fact]
    public async Task Alerts_older_than_max_age_are_skipped_and_told()
    {
        var alerts = _folder.Write("alerts.json", Inputs.Alert("203.0.113.9", 1));
        string[] run =
        [
            "run",
            "--config",
            _folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            alerts,
            "--from-start",
            "--exit-when-idle",
            "--hosts-deny",
            _folder.File("hosts.deny"),
            "--dry-run",
        ];

        using var any = await ToolProcess.RunAsync(run);
        using var recent = await ToolProcess.RunAsync([.. run, "--max-age", "1h"]);
        using var wrong = await ToolProcess.RunAsync([.. run, "--max-age", "soon"]);

        any.OutputText.Should().Contain("1 dry-run");
        recent.OutputText.Should().NotContain("1 dry-run").And.Contain("1 skipped: The alert is too old");
        wrong.ErrorText.Should().Contain("--max-age: 'soon' isn't a duration");
    }

    private ToolProcess Start(string alerts) =>
        ToolProcess.Start(
            "run",
            "--config",
            _folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            alerts,
            "--hosts-deny",
            _folder.File("hosts.deny"),
            "--from-start",
            "--state",
            _folder.File("state.db")
        );
}
