using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>Changes of many targets at once, and lists of some.</summary>
public sealed class ManyTargetsTests
{
    [Fact]
    public async Task Targets_come_from_the_command_line_a_file_and_standard_input()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        var file = agent.PathOf("list.txt");
        await File.WriteAllTextAsync(file, "# bad hosts\n198.51.100.1\n\n198.51.100.2 # scanner\n198.51.100.1\n");

        using var block = await agent.AskAsync("block", "198.51.100.3", "--from", file, "--for", "1h");
        using var extend = await ToolProcess.RunAsync(
            ["extend", "--from", "-", "--for", "2h", "--state", agent.State],
            input: "198.51.100.1\n198.51.100.2\n"
        );
        using var lift = await agent.AskAsync("lift", "198.51.100.1", "198.51.100.9", "198.51.100.2");
        using var list = await agent.AskAsync("list", "--json");

        block.ExitCode.Should().Be(0, block.ErrorText);
        block.Output.Should().HaveCount(3).And.OnlyContain(static line => line.StartsWith("applied 198.51.100."));
        extend.ExitCode.Should().Be(0, extend.ErrorText);
        extend.Output.Should().HaveCount(2).And.OnlyContain(static line => line.StartsWith("extended"));
        lift.ExitCode.Should().Be(1, "one target was not blocked");
        lift.Output.Should().Contain(static line => line.StartsWith("failed 198.51.100.9") && line.Contains("nothing is in place"));
        lift.OutputText.Should().Contain("lifted 198.51.100.1").And.Contain("lifted 198.51.100.2");
        list.OutputText.Should().Contain("198.51.100.3").And.NotContain("198.51.100.1\"").And.NotContain("198.51.100.2\"");
    }

    [Fact]
    public async Task A_mistake_in_a_list_changes_nothing_and_names_its_line()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        var file = agent.PathOf("list.txt");
        await File.WriteAllTextAsync(file, "198.51.100.1\n198.51.100.2/99\n");

        using var block = await agent.AskAsync("block", "--from", file, "--for", "1h");
        using var empty = await ToolProcess.RunAsync(["block", "--from", "-", "--for", "1h", "--state", agent.State], input: "# nothing\n");
        using var missing = await agent.AskAsync("block", "--from", agent.PathOf("absent"), "--for", "1h");

        block.ExitCode.Should().Be(1);
        block.ErrorText.Should().Contain($"{file}:2: ");
        agent.Denied.Should().NotContain("198.51.100.1");
        empty.ErrorText.Should().Contain("standard input has no targets");
        missing.ErrorText.Should().Contain("can't be read");
    }

    [Fact]
    public async Task More_targets_than_one_request_takes_are_all_blocked_and_lifted_also_without_the_agent()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        var file = agent.PathOf("list.txt");
        var targets = Enumerable.Range(0, 600).Select(static i => $"198.18.{i / 256}.{i % 256}").ToList();
        await File.WriteAllLinesAsync(file, targets);

        using var block = await agent.AskAsync("block", "--from", file, "--for", "1h");

        block.ExitCode.Should().Be(0, block.ErrorText);
        block.Output.Should().HaveCount(600);
        targets.Should().OnlyContain(target => agent.Denied.Contains($" {target}"));
        run.Terminate();
        await run.ExitAsync();

        using var lift = await agent.AskAsync("lift", "--from", file, "--hosts-deny", agent.Deny);

        lift.ExitCode.Should().Be(0, lift.ErrorText);
        agent.Denied.Should().NotContain("198.18.").And.Contain(Agent.Attacker);
    }

    [Fact]
    public async Task Lift_within_a_network_lifts_all_in_it_and_nothing_beside_it()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var block = await agent.AskAsync("block", "198.51.100.7", "198.51.100.200", "198.51.101.7", "--for", "1h");

        using var exact = await agent.AskAsync("lift", "198.51.100.0/24");
        using var user = await agent.AskAsync("lift", "root", "--within");
        using var lift = await agent.AskAsync("lift", "198.51.100.0/24", "--within");

        exact.ErrorText.Should().Contain("nothing is in place for 198.51.100.0/24");
        user.ErrorText.Should().Contain("root is no network");
        lift.ExitCode.Should().Be(0, lift.ErrorText);
        lift.Output.Should().HaveCount(2);
        agent.Denied.Should().NotContain("198.51.100.").And.Contain("198.51.101.7").And.Contain(Agent.Attacker);
    }

    [Fact]
    public async Task List_selects_by_target_network_rule_responder_and_state()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var block = await agent.AskAsync("block", "198.51.100.7", "198.51.100.8", "--for", "1h");

        (await ListAsync(agent)).Should().BeEquivalentTo(Agent.Attacker, "198.51.100.7", "198.51.100.8");
        (await ListAsync(agent, "198.51.100.7")).Should().Equal("198.51.100.7");
        (await ListAsync(agent, "198.51.100.0/24")).Should().BeEmpty();
        (await ListAsync(agent, "198.51.100.0/24", "--within")).Should().BeEquivalentTo("198.51.100.7", "198.51.100.8");
        (await ListAsync(agent, "--rule", "5712")).Should().Equal(Agent.Attacker);
        (await ListAsync(agent, "--rule", "0")).Should().BeEquivalentTo("198.51.100.7", "198.51.100.8");
        (await ListAsync(agent, "--responder", "host-deny")).Should().HaveCount(3);
        (await ListAsync(agent, "--responder", "nftables")).Should().BeEmpty();
        (await ListAsync(agent, "--in-state", "active")).Should().HaveCount(3);
        (await ListAsync(agent, "--in-state", "failed")).Should().BeEmpty();
    }

    [Fact]
    public async Task History_is_of_the_time_asked_for()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var recent = await agent.AskAsync("history", "--since", "1h");
        using var earlier = await agent.AskAsync("history", "--until", "2020-01-01");
        using var wrong = await agent.AskAsync("history", "--since", "yesterday");

        recent.OutputText.Should().Contain(Agent.Attacker);
        earlier.OutputText.Should().NotContain(Agent.Attacker);
        wrong.ExitCode.Should().Be(2);
        wrong.ErrorText.Should().Contain("--since: 'yesterday' is neither a time");
    }

    private static async Task<IReadOnlyList<string>> ListAsync(Agent agent, params string[] arguments)
    {
        using var list = await agent.AskAsync(["list", "--json", .. arguments]);
        list.ExitCode.Should().Be(0, list.ErrorText);
        return [.. list.Output.Select(static line => line.Split("\"target\":\"")[1].Split('"')[0])];
    }
}
