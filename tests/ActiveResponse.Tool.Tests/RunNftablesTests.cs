using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class RunNftablesTests
{
    [SkippableFact]
    public async Task Blocks_the_attacker_in_the_kernel_and_lifts_the_block_in_its_time()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            space, "run", "--config", folder.Write("ossec.conf", Inputs.Config(4)), "--alerts", folder.Write("alerts.json", Inputs.Alert("203.0.113.9") + Inputs.Alert("2001:db8::9", 2)),
            "--firewall", "nftables", "--from-start", "--exit-when-idle");

        await tool.LineAsync("active now: 2");
        space.Ruleset.Should().Contain("elements = { 203.0.113.9 timeout 4s").And.Contain("elements = { 2001:db8::9 timeout 4s").And.Contain("ip saddr @hosts4 drop");

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("firewall-drop by firewall-drop4").And.Contain("2 applied").And.Contain("2 lifted");
        space.Ruleset.Should().NotContain("elements");
    }

    [SkippableFact]
    public async Task Chooses_the_best_firewall_of_the_host_and_says_which_and_why()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            space, "run", "--config", folder.Write("ossec.conf", Inputs.Config(3)), "--alerts", folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            "--firewall", "auto", "--from-start", "--exit-when-idle");

        await tool.LineAsync("active now: 1");
        space.Ruleset.Should().Contain("203.0.113.9 timeout 3s");

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.ErrorText.Should().Contain("'firewall-drop' uses nftables (nftables v").And.Contain("firewalld-drop: ");
    }

    [SkippableFact]
    public async Task Told_to_stop_it_lifts_what_is_timed()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            space, "run", "--config", folder.Write("ossec.conf", Inputs.Config(600)), "--alerts", folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            "--firewall", "nftables", "--from-start");
        await tool.LineAsync("applied");
        space.Ruleset.Should().Contain("203.0.113.9 timeout 10m");

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        space.Ruleset.Should().NotContain("203.0.113.9");
    }

    [SkippableFact]
    public async Task A_dry_run_leaves_the_packet_filter_alone()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var tool = ToolProcess.StartIn(
            space, "run", "--config", folder.Write("ossec.conf", Inputs.Config(600)), "--alerts", folder.Write("alerts.json", Inputs.Alert("203.0.113.9")),
            "--firewall", "nftables", "--from-start", "--exit-when-idle", "--dry-run");

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("dry-run");
        space.Ruleset.Should().BeEmpty();
    }

    [Theory]
    [InlineData("exclude each other", "--firewall", "nftables", "--hosts-deny", "hosts.deny")]
    [InlineData("nftables", "--firewall", "pf")]
    public async Task Wrong_firewalls_are_wrong_usage(string said, params string[] options)
    {
        using var tool = await ToolProcess.RunAsync(["run", "--config", "ossec.conf", "--alerts", "-", .. options]);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain(said).And.NotContain("   at ");
    }
}
