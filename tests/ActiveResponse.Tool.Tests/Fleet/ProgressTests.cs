using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Fleet;

/// <summary>What a command that waits for agents shows on a terminal meanwhile.</summary>
public sealed class ProgressTests
{
    [Fact]
    public async Task A_block_that_waits_shows_its_progress_and_nothing_with_json()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "The package bsdutils is needed for a terminal.");
        using var fleet = await FleetServer.StartAsync("001");
        var agent = fleet.StartAgent("001");
        await fleet.AgentsAsync(1);
        agent.Kill();

        var text = await OnTerminalAsync(fleet, "203.0.113.1", "");
        var json = await OnTerminalAsync(fleet, "203.0.113.2", "--json");

        text.Should().Contain("1 behind\r", "while it waits, the line is drawn over and over");
        json.Should().Contain("\"behind\":1").And.NotContain("1 behind");
    }

    private static async Task<string> OnTerminalAsync(FleetServer fleet, string target, string option)
    {
        var line = string.Join(' ', [.. BuiltTool.Line, "fleet", "block", target, "--to", "all", "--for", "10m", .. fleet.AsIssuer]);
        using var terminal = ToolProcess.StartProgram(
            Path.GetTempPath(),
            null,
            "script",
            "-qfc",
            $"exec {line} --wait 1s {option}",
            fleet.PathOf($"typescript-{target}")
        );
        await terminal.ExitAsync();
        return UnlockedFile.Text(fleet.PathOf($"typescript-{target}"));
    }
}
