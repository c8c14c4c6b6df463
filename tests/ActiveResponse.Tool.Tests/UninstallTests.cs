using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary><c>uninstall</c> leaves a host as it was before the first run.</summary>
public sealed class UninstallTests
{
    private const string Attacker = "203.0.113.9";

    [Fact]
    public async Task The_firewall_is_as_it_was_found_and_nothing_of_the_state_is_left()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        space.Nft("add table inet of_somebody_else");
        space.Nft("add set inet of_somebody_else blocked { type ipv4_addr; }");
        space.Nft($"add element inet of_somebody_else blocked {{ {Attacker} }}");
        var before = space.Ruleset;
        var state = folder.File("active-response/state.db");
        await BlockAsync(space, folder, state);
        space.Nft("add element inet active_response hosts4 { 203.0.113.77 timeout 1h }");
        var blocked = space.Ruleset;

        using var preview = await RunAsync(space, "uninstall", "--state", state);

        preview.ExitCode.Should().Be(0, preview.ErrorText);
        preview
            .OutputText.Should()
            .Contain($"would lift {Attacker} (firewall-drop)")
            .And.Contain("would lift 203.0.113.77 (firewall-drop, on no record)")
            .And.Contain($"would delete {state}")
            .And.Contain("repeat it with --yes");
        Elements(space.Ruleset).Should().BeEquivalentTo(Elements(blocked), "a preview changes nothing");
        File.Exists(state).Should().BeTrue();

        using var removal = await RunAsync(space, "uninstall", "--yes", "--state", state);

        removal.ExitCode.Should().Be(0, removal.OutputText + removal.ErrorText);
        removal.OutputText.Should().Contain($"lifted {Attacker}").And.Contain("as it was found").And.Contain($"deleted {state}");
        space.Ruleset.Should().Be(before);
        Directory.Exists(Path.GetDirectoryName(state)).Should().BeFalse();
    }

    [Fact]
    public async Task State_stays_as_long_as_something_could_not_be_reverted()
    {
        using var space = new NetworkNamespace();
        using var agent = new Agent();
        var run = await agent.StartAsync();
        run.Terminate();
        await run.ExitAsync();

        using var without = await RunAsync(space, "uninstall", "--yes", "--state", agent.State);

        without.ExitCode.Should().Be(1);
        without.OutputText.Should().Contain("state: kept");
        File.Exists(agent.State).Should().BeTrue();
        agent.Denied.Should().Contain(Agent.Attacker);

        using var removal = await RunAsync(space, "uninstall", "--yes", "--state", agent.State, "--hosts-deny", agent.Deny);

        removal.ExitCode.Should().Be(0, removal.OutputText + removal.ErrorText);
        File.Exists(agent.State).Should().BeFalse();
        agent.Denied.Should().NotContain(Agent.Attacker);
    }

    [Fact]
    public async Task Beside_a_running_agent_it_refuses()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var removal = await agent.AskAsync("uninstall", "--yes", "--hosts-deny", agent.Deny);

        removal.ExitCode.Should().Be(1);
        removal.ErrorText.Should().Contain("an agent is running at").And.Contain("stop it first");
        agent.Denied.Should().Contain(Agent.Attacker);
    }

    [Fact]
    public async Task On_a_host_without_anything_of_ours_it_changes_nothing()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        space.Nft("add table inet of_somebody_else");
        var before = space.Ruleset;

        using var removal = ToolProcess.StartApart(space, $"exec \"$@\" uninstall --yes --json --state {folder.File("state.db")}");
        await removal.ExitAsync();

        removal.ExitCode.Should().Be(0, removal.OutputText + removal.ErrorText);
        removal.OutputText.Should().NotContain("lift").And.NotContain("deleted");
        space.Ruleset.Should().Be(before);
        File.Exists(folder.File("state.db")).Should().BeFalse("nothing may be made");
    }

    [Theory]
    [InlineData("iptables")]
    [InlineData("ipset")]
    [InlineData("nftables")]
    public async Task No_lock_file_is_left(string firewall)
    {
        Assert.SkipUnless(File.Exists($"/usr/sbin/{(firewall == "nftables" ? "nft" : firewall)}"), $"The package {firewall} is needed.");
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        folder.Write("ossec.conf", Inputs.Config(600));
        folder.Write("alerts.json", Inputs.Alert(Attacker));

        // Stopped by a signal, as it waits for the end of the block otherwise.
        using var tool = ToolProcess.StartApart(
            space,
            $"""
            cd {folder.File("")} || exit 1
            "$@" run --config ossec.conf --alerts alerts.json --firewall {firewall} --from-start --state {folder.File(
                "state.db"
            )} >run.log 2>&1 &
            for turn in $(seq 600); do grep -q applied run.log && break; sleep 0.1; done
            kill $! && wait $!
            echo "before: $(ls -A /run /dev/shm | tr '\n' ' ')"
            "$@" uninstall --state {folder.File("state.db")} | grep lock
            "$@" uninstall --yes --state {folder.File("state.db")} || exit 1
            echo "after: $(ls -A /run | grep active)"
            echo "in memory: $(ls -A /dev/shm)"
            """
        );

        (await tool.ExitAsync()).Should().Be(0, tool.OutputText + tool.ErrorText);
        tool.OutputText.Should()
            .MatchRegex("before: .*active-response-places.lock")
            .And.Contain("would delete /run/active-response-places.lock");
        tool.OutputText.Should().Contain("deleted /run/active-response-places.lock");
        tool.Output.Should().Contain("after: ").And.Contain("in memory: ");
    }

    [Fact]
    public async Task A_lock_that_another_agent_holds_stays()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        folder.Write("ossec.conf", Inputs.Config(600));
        folder.Write("alerts.json", Inputs.Alert(Attacker));

        using var tool = ToolProcess.StartApart(
            space,
            $"""
            cd {folder.File("")} || exit 1
            "$@" run --config ossec.conf --alerts alerts.json --firewall nftables --from-start --state {folder.File(
                "other.db"
            )} >run.log 2>&1 &
            for turn in $(seq 600); do grep -q applied run.log && break; sleep 0.1; done
            "$@" uninstall --yes --firewall ipset --state {folder.File("state.db")}
            echo "kept: $(ls /run/active-response-places.lock)"
            kill $! && wait $!
            "$@" uninstall --yes --state {folder.File("other.db")} | grep places
            """
        );
        await tool.ExitAsync();

        tool.OutputText.Should().Contain("kept: /run/active-response-places.lock", tool.ErrorText);
        tool.Output.Count(static line => line == "deleted /run/active-response-places.lock").Should().Be(1);
    }

    private static async Task BlockAsync(NetworkNamespace space, Folder folder, string state)
    {
        using var tool = ToolProcess.StartIn(space, Inputs.BlockingRun(folder, Attacker, "nftables", "--state", state));
        await tool.LineAsync("applied");
        tool.Terminate();
        await tool.ExitAsync();
    }

    private static async Task<ToolProcess> RunAsync(NetworkNamespace space, params string[] arguments)
    {
        var tool = ToolProcess.StartIn(space, arguments);
        await tool.ExitAsync();
        return tool;
    }

    // Without the seconds that are left.
    private static IEnumerable<string> Elements(string ruleset) => ruleset.Split('\n').Where(static line => !line.Contains("timeout"));
}
