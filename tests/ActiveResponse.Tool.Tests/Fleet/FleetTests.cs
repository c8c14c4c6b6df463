using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Fleet;

/// <summary>A fleet as an operator runs it: each host is the tool, and the server a real one.</summary>
public sealed class FleetTests
{
    private const string Attacker = "203.0.113.9";

    private static string ForAll(int timeout) => Inputs.Config(timeout).Replace(">local<", ">all<", StringComparison.Ordinal);

    [Fact]
    public async Task An_alert_at_the_issuer_is_acted_on_by_every_agent()
    {
        using var fleet = await FleetServer.StartAsync("001", "002");
        var agents = new[] { fleet.StartAgent("001"), fleet.StartAgent("002") };
        var issuer = fleet.StartIssuer(ForAll(600), "");
        await fleet.AgentsAsync(2);

        await File.AppendAllTextAsync(fleet.PathOf("alerts.json"), Inputs.Alert(Attacker));

        await FleetServer.UntilAsync(
            () => new[] { "001", "002" }.All(id => fleet.DeniedBy(id).Contains(Attacker, StringComparison.Ordinal)),
            () => issuer.OutputText + issuer.ErrorText + string.Concat(agents.Select(static agent => agent.OutputText + agent.ErrorText))
        );
        await FleetServer.UntilAsync(
            () => issuer.OutputText.Contains("all: 2 delivered", StringComparison.Ordinal),
            () => $"the issuer must say what became of it: {issuer.OutputText}{issuer.ErrorText}"
        );
    }

    [Fact]
    public async Task Block_and_lift_reach_the_agents_that_are_meant_and_orders_says_so()
    {
        using var fleet = await FleetServer.StartAsync("001", "002");
        using var labelled = await ToolProcess.RunAsync("fleet", "enroll", "003", "--dir", fleet.Dir, "--label", "web");
        await fleet.ReloadAsync();
        fleet.StartAgent("001");
        fleet.StartAgent("002");
        fleet.StartAgent("003", "--label", "web");
        await fleet.AgentsAsync(3);

        using var one = await fleet.FleetAsync("block", "203.0.113.1", "--to", "agent:1", "--for", "10m");
        using var some = await fleet.FleetAsync("block", "203.0.113.2", "--to", "label:web", "--permanently");
        using var all = await fleet.FleetAsync("block", "203.0.113.3", "--to", "all", "--for", "10m", "--json");

        one.OutputText.Should().Be("agent:1 203.0.113.1: 1 done", one.ErrorText);
        some.OutputText.Should().Be("label:web 203.0.113.2: 1 done", some.ErrorText);
        JsonDocument.Parse(all.OutputText).RootElement.GetProperty("agents").GetProperty("done").GetInt32().Should().Be(3);
        fleet.DeniedBy("001").Should().Contain("203.0.113.1").And.Contain("203.0.113.3").And.NotContain("203.0.113.2");
        fleet.DeniedBy("002").Should().Contain("203.0.113.3").And.NotContain("203.0.113.1").And.NotContain("203.0.113.2");
        fleet.DeniedBy("003").Should().Contain("203.0.113.2").And.Contain("203.0.113.3").And.NotContain("203.0.113.1");
        using var orders = await fleet.FleetAsync("orders", "--agents");
        orders.OutputText.Should().Contain("it is lifted").And.Contain("label:web 203.0.113.2: 003 done").And.Contain("3 done");

        using var lift = await fleet.FleetAsync("lift", "203.0.113.3");
        lift.ExitCode.Should().Be(0, lift.ErrorText);
        await FleetServer.UntilAsync(
            () => new[] { "001", "002", "003" }.All(id => !fleet.DeniedBy(id).Contains("203.0.113.3", StringComparison.Ordinal)),
            static () => "it must be lifted everywhere"
        );
        using var left = await fleet.FleetAsync("orders", "all");
        left.OutputText.Should().Be("no order is in force");
        using var unknown = await fleet.FleetAsync("lift", "203.0.113.77");
        unknown.ExitCode.Should().Be(1);
        unknown.ErrorText.Should().Contain("no order is in force on 203.0.113.77");
    }

    [Fact]
    public async Task An_agent_lists_why_and_by_whom_a_block_was_ordered()
    {
        using var fleet = await FleetServer.StartAsync("001");
        fleet.StartAgent("001");
        await fleet.AgentsAsync(1);

        using var block = await fleet.FleetAsync(
            "block",
            "203.0.113.3",
            "--to",
            "all",
            "--for",
            "10m",
            "--reason",
            "a scan",
            "--by",
            "alice",
            "--json"
        );
        using var list = await ToolProcess.RunAsync("list", "--state", fleet.PathOf("001.db"), "--control", fleet.PathOf("001.sock"));

        JsonDocument.Parse(block.OutputText).RootElement.GetProperty("by").GetString().Should().Be("alice");
        list.OutputText.Should().Contain("by alice: a scan");
    }

    [Fact]
    public async Task An_agent_that_refuses_is_named_with_its_reason()
    {
        using var fleet = await FleetServer.StartAsync("001");
        fleet.StartAgent("001");
        await fleet.AgentsAsync(1);

        using var block = await fleet.FleetAsync("block", "127.0.0.9", "--to", "all", "--for", "10m");

        block.ExitCode.Should().Be(1);
        block.OutputText.Should().Contain("all 127.0.0.9: 1 refused").And.Contain("001 refused:");
        using var agents = await fleet.FleetAsync("agents");
        agents.OutputText.Should().Contain("001").And.Contain("loopback");
    }

    [Fact]
    public async Task Halt_resume_and_allow_hold_on_the_agents()
    {
        using var fleet = await FleetServer.StartAsync("001");
        fleet.StartAgent("001");
        await fleet.AgentsAsync(1);
        using var first = await fleet.FleetAsync("block", "203.0.113.1", "--to", "all", "--for", "10m");
        first.ExitCode.Should().Be(0, first.ErrorText);

        using var halt = await fleet.FleetAsync("halt");
        halt.OutputText.Should().Be("the fleet is halted", halt.ErrorText);
        using var refused = await fleet.FleetAsync("block", "203.0.113.2", "--to", "all", "--for", "10m");
        refused.ExitCode.Should().Be(1);
        refused.ErrorText.Should().Contain("fleet-halt");
        using var again = await fleet.FleetAsync("halt", "--json");
        again.OutputText.Should().Be("{\"halted\":true,\"changed\":false}");
        using var resume = await fleet.FleetAsync("resume");
        resume.OutputText.Should().Be("the fleet is running", resume.ErrorText);
        using var resumedAgain = await fleet.FleetAsync("resume");
        resumedAgain.OutputText.Should().Be("the fleet was already running", resumedAgain.ErrorText);

        using var allow = await fleet.FleetAsync("allow", "add", "203.0.113.0/24");
        allow.OutputText.Should().Be("203.0.113.0/24 is on the allow list", allow.ErrorText);
        await FleetServer.UntilAsync(
            () => !fleet.DeniedBy("001").Contains("203.0.113.1", StringComparison.Ordinal),
            static () => "what is covered must be lifted"
        );
        using var list = await fleet.FleetAsync("allow", "list", "--json");
        list.OutputText.Should().Be("{\"entry\":\"203.0.113.0/24\",\"allowed\":true}", list.ErrorText);
        using var removed = await fleet.FleetAsync("allow", "remove", "203.0.113.0/24");
        removed.ExitCode.Should().Be(0, removed.ErrorText);
        using var missing = await fleet.FleetAsync("allow", "remove", "203.0.113.0/24");
        missing.ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task A_canary_that_fails_keeps_an_order_from_all_others()
    {
        using var fleet = await FleetServer.StartAsync("001", "002");
        fleet.StartAgent("001");
        fleet.StartAgent("002");
        await fleet.AgentsAsync(2);

        using var failed = await fleet.FleetAsync("block", "127.0.0.9", "--to", "all", "--for", "10m", "--canary", "1", "--wait", "1m");
        failed.ExitCode.Should().Be(1);
        failed.OutputText.Should().Contain("127.0.0.9: 1 refused", failed.ErrorText);
        using var none = await fleet.FleetAsync("orders");
        none.OutputText.Should().Be("no order is in force");

        using var fine = await fleet.FleetAsync("block", "203.0.113.9", "--to", "all", "--for", "10m", "--canary", "1", "--wait", "1m");
        fine.ExitCode.Should().Be(0, fine.ErrorText);
        fine.OutputText.Should().Be("all 203.0.113.9: 2 done");
    }

    [Fact]
    public async Task An_agent_that_is_removed_is_let_in_no_more()
    {
        using var fleet = await FleetServer.StartAsync("001");
        using var removed = await ToolProcess.RunAsync("fleet", "enroll", "001", "--dir", fleet.Dir, "--remove");
        removed.ExitCode.Should().Be(0, removed.ErrorText);
        File.Exists(Path.Combine(fleet.Dir, "agents", "001.json")).Should().BeFalse();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_in_one_line()
    {
        using var fleet = await FleetServer.StartAsync();
        using var tool = await ToolProcess.RunAsync(
            "fleet",
            "agents",
            "--fleet",
            "tls://localhost:1",
            "--credentials",
            Path.Combine(fleet.Dir, "issuer.json")
        );

        tool.ExitCode.Should().Be(1);
        tool.ErrorText.Split('\n').Should().ContainSingle().Which.Should().Contain("could not be read within 30 s");
    }

    [Theory]
    [InlineData("--fleet tls://localhost:1", "Give both --fleet URL and --credentials FILE")]
    [InlineData("--fleet localhost:1 --credentials c", "isn't the address of a NATS server")]
    [InlineData("--fleet tls://localhost:1 --credentials c --manager /tmp", "exclude each other")]
    [InlineData("", "'--alerts' is required")]
    public async Task Run_refuses_options_that_do_not_fit(string options, string why)
    {
        using var tool = await ToolProcess.RunAsync(["run", "--config", "x", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain(why);
    }
}
