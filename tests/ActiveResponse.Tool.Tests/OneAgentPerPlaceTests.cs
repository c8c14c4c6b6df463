using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class OneAgentPerPlaceTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("second.db")]
    public async Task A_second_agent_takes_up_and_lifts_nothing_of_a_live_one_in_the_kernel(string state)
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var first = ToolProcess.StartIn(space, Run(folder, "nftables", folder.File("first.db")));
        await first.LineAsync("applied");

        using var second = ToolProcess.StartIn(space, Run(folder, "nftables", state == "none" ? state : folder.File(state)));
        await second.LineAsync("failed");
        second.Terminate();
        await second.ExitAsync();

        second
            .OutputText.Should()
            .Contain($"another agent (process ")
            .And.Contain("works with nftables here")
            .And.NotContain("lifted by")
            .And.NotContain("applied  ");
        space.Ruleset.Should().Contain("203.0.113.9 timeout");
        first.Terminate();
        (await first.ExitAsync()).Should().Be(0, first.ErrorText);
    }

    [Fact]
    public async Task What_a_killed_agent_has_left_the_next_one_takes_up_at_once()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using (var first = ToolProcess.StartIn(space, Run(folder, "nftables", folder.File("first.db"))))
        {
            await first.LineAsync("applied");
            first.Kill();
            await first.ExitAsync();
        }

        using var second = ToolProcess.StartIn(space, Run(folder, "nftables", folder.File("second.db")));

        await second.LineAsync("extended");
    }

    [Fact]
    public async Task One_deny_file_has_one_agent_whatever_it_is_called()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the locks are Linux's");
        using var folder = new Folder();
        folder.Write("hosts.deny", "# mine\n");
        File.CreateSymbolicLink(folder.File("link"), folder.File("hosts.deny"));
        using var first = ToolProcess.Start(Run(folder, null, folder.File("first.db"), folder.File("hosts.deny")));
        await first.LineAsync("applied");

        using var second = ToolProcess.Start(Run(folder, null, "none", folder.File("link")));
        await second.LineAsync("failed");
        second.Terminate();
        await second.ExitAsync();

        second.OutputText.Should().Contain("works with host-deny here");
        UnlockedFile.Text(folder.File("hosts.deny")).Should().Contain("ALL:203.0.113.9\n");
    }

    private static string[] Run(Folder folder, string? firewall, string state, string? deny = null) =>
        [
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            "--from-start",
            "--state",
            state,
            "--control",
            "none",
            .. firewall is null ? new[] { "--hosts-deny", deny! } : ["--firewall", firewall],
        ];
}
