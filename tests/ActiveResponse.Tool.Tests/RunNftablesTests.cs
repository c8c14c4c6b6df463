using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class RunNftablesTests
{
    [Fact]
    public async Task Lifts_each_block_in_its_time()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            space,
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(4)),
            "--alerts",
            folder.Write("alerts.json", Inputs.Alert("203.0.113.9") + Inputs.Alert("2001:db8::9", 2)),
            "--firewall",
            "nftables",
            "--from-start",
            "--exit-when-idle"
        );

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("firewall-drop by firewall-drop4").And.Contain("2 applied").And.Contain("2 lifted");
        space.Ruleset.Should().NotContain("elements");
    }

    [Fact]
    public async Task Chooses_the_best_firewall_of_the_host_and_says_which_and_why()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(space, Inputs.BlockingRun(folder, "203.0.113.9", "auto"));
        await tool.LineAsync("applied");
        space.Ruleset.Should().MatchRegex(@"203\.0\.113\.9 timeout \d+m");

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.ErrorText.Should().Contain("'firewall-drop' uses nftables (nftables v").And.Contain("firewalld-drop: ");
    }

    [Fact]
    public async Task Blocks_the_attacker_in_the_kernel_and_told_to_stop_lifts_what_is_timed()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            space,
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            folder.Write("alerts.json", Inputs.Alert("203.0.113.9") + Inputs.Alert("2001:db8::9", 2)),
            "--firewall",
            "nftables",
            "--from-start"
        );
        await tool.LineAsync("203.0.113.9");
        await tool.LineAsync("2001:db8::9");

        // The time that is left when the block reaches the kernel: ten minutes, or a second less where the machine is busy.
        space
            .Ruleset.Should()
            .MatchRegex(@"elements = \{ 203\.0\.113\.9 timeout (10m|9m)")
            .And.MatchRegex(@"elements = \{ 2001:db8::9 timeout (10m|9m)")
            .And.Contain("ip saddr @hosts4 drop");

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        space.Ruleset.Should().NotContain("elements");
    }

    [Fact]
    public async Task Health_says_what_is_on_no_record_and_lift_takes_it_out()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        string[] control = ["--control", folder.File("control.sock")];
        using var tool = ToolProcess.StartIn(
            space,
            Inputs.BlockingRun(folder, "203.0.113.9", "nftables", ["--state", folder.File("state.db"), .. control])
        );
        await tool.LineAsync("applied");
        space.Nft("add element inet active_response hosts4 { 203.0.113.77 timeout 1h }");

        using var health = await ToolProcess.RunAsync(["health", .. control]);
        using var lift = await ToolProcess.RunAsync(["lift", "203.0.113.77", .. control]);

        health.OutputText.Should().Contain("all 1 blocks are in place; 1 carry our mark but have no record: 203.0.113.77");
        lift.OutputText.Should().Contain("lifted").And.Contain("203.0.113.77");
        space.Ruleset.Should().NotContain("203.0.113.77").And.Contain("203.0.113.9");
    }

    [Fact]
    public async Task Health_does_not_count_a_block_that_fails_among_those_in_place()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        string[] control = ["--control", folder.File("control.sock")];
        space.Nft("add table inet active_response");
        space.Nft("add chain inet active_response of_somebody_else");
        using var tool = ToolProcess.StartIn(
            space,
            Inputs.BlockingRun(folder, "203.0.113.9", "nftables", ["--state", folder.File("state.db"), .. control])
        );
        await tool.LineAsync("failed");

        using var health = await ToolProcess.RunAsync(["health", .. control]);

        health.ExitCode.Should().Be(1);
        health.OutputText.Should().Contain("drift firewall-drop: no block is expected; 1 failing").And.NotContain("blocks are in place");
    }

    [Fact]
    public async Task A_dry_run_leaves_the_packet_filter_alone()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(space, Inputs.BlockingRun(folder, "203.0.113.9", "nftables", "--exit-when-idle", "--dry-run"));

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("dry-run");
        space.Ruleset.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Use either --firewall or --hosts-deny", "--firewall", "nftables", "--hosts-deny", "hosts.deny")]
    [InlineData("nftables", "--firewall", "pf")]
    public async Task Wrong_firewalls_are_wrong_usage(string said, params string[] options)
    {
        using var tool = await ToolProcess.RunAsync(["run", "--config", "ossec.conf", "--alerts", "-", .. options]);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain(said).And.NotContain("   at ");
    }
}
