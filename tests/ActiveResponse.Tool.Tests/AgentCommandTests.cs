using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class AgentCommandTests
{
    [Fact]
    public async Task Lists_what_is_in_place_with_the_time_left_and_why()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var list = await agent.AskAsync("list");
        using var json = await agent.AskAsync("list", "--json");

        list.ExitCode.Should().Be(0, list.ErrorText);
        list.OutputText.Should()
            .Contain(Agent.Attacker)
            .And.Contain("active")
            .And.Contain("rule 5712, alert 1785554000.1, agent bastion")
            .And.Contain("firewall-drop600")
            .And.Contain("1 active");
        var effect = JsonDocument.Parse(json.Output.Should().ContainSingle().Subject).RootElement;
        effect.GetProperty("target").GetString().Should().Be(Agent.Attacker);
        effect.GetProperty("secondsLeft").GetInt32().Should().BeInRange(1, 600);
        effect.GetProperty("ruleId").GetInt32().Should().Be(5712);
    }

    [Fact]
    public async Task Lifts_a_block_and_says_when_there_is_none()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();

        using var lift = await agent.AskAsync("lift", Agent.Attacker);
        using var again = await agent.AskAsync("lift", Agent.Attacker);
        using var all = await agent.AskAsync("lift", "--all");

        lift.ExitCode.Should().Be(0, lift.ErrorText);
        lift.OutputText.Should().Contain($"lifted {Agent.Attacker}");
        agent.Denied.Should().NotContain(Agent.Attacker);
        again.ExitCode.Should().Be(1);
        again.ErrorText.Should().Contain($"nothing is in place for {Agent.Attacker}");
        all.ExitCode.Should().Be(0, all.ErrorText);
        await run.LineAsync("lifted");
    }

    [Fact]
    public async Task Blocks_by_hand_for_as_long_as_it_is_told_and_extends_without_ever_shortening()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var block = await agent.AskAsync("block", "198.51.100.0/24", "--for", "1h");
        using var forEver = await agent.AskAsync("block", "198.51.100.7", "--permanently");
        using var longer = await agent.AskAsync("extend", Agent.Attacker, "--for", "2h");
        using var shorter = await agent.AskAsync("extend", Agent.Attacker, "--for", "1m");

        block.ExitCode.Should().Be(0, block.ErrorText);
        forEver.OutputText.Should().Contain("applied 198.51.100.7 host-deny until lifted");
        agent.Denied.Should().Contain("198.51.100.0").And.Contain("ALL:198.51.100.7\n");
        longer.ExitCode.Should().Be(0, longer.ErrorText);
        shorter.ExitCode.Should().Be(0, shorter.ErrorText);
        (await SecondsLeftAsync(agent, Agent.Attacker)).Should().BeInRange(6_000, 7_200);
        (await SecondsLeftAsync(agent, "198.51.100.0/24")).Should().BeInRange(3_000, 3_600);
    }

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("203.0.113.010", "canonical")]
    [InlineData("1.2.3", "canonical")]
    [InlineData("root", "nothing on this host carries out 'disable-account'")]
    public async Task What_the_safety_rails_refuse_is_not_blocked_by_hand_either(string target, string why)
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var block = await agent.AskAsync("block", target, "--for", "1h");

        block.ExitCode.Should().Be(1);
        (block.OutputText + block.ErrorText).Should().Contain(why);
        agent.Denied.Should().NotContain($"ALL:{target}\n");
    }

    [Fact]
    public async Task What_is_put_on_the_allow_list_is_lifted_and_stays_allowed_over_a_restart()
    {
        using var agent = new Agent();
        var first = await agent.StartAsync();

        using var add = await agent.AskAsync("allow", "add", "203.0.113.0/24");

        add.ExitCode.Should().Be(0, add.ErrorText);
        add.OutputText.Should().Contain($"lifted {Agent.Attacker}");
        agent.Denied.Should().NotContain(Agent.Attacker);
        first.Terminate();
        (await first.ExitAsync()).Should().Be(0, first.ErrorText);
        using (var offline = await agent.AskAsync("allow", "list"))
        {
            offline.OutputText.Should().Be($"203.0.113.0/24 (added by {Environment.UserName})");
        }

        var second = await agent.StartAsync();
        second.OutputText.Should().Contain("refused").And.Contain("allow list");
        using var remove = await agent.AskAsync("allow", "remove", "203.0.113.0/24");
        using var block = await agent.AskAsync("block", Agent.Attacker, "--for", "1h");
        using var list = await agent.AskAsync("allow", "list");

        remove.ExitCode.Should().Be(0, remove.ErrorText);
        block.ExitCode.Should().Be(0, block.ErrorText);
        list.OutputText.Should().Be("the allow list is empty");
    }

    [Fact]
    public async Task The_history_tells_the_newest_first_and_of_one_target_alone()
    {
        using var agent = new Agent();
        await agent.StartAsync(Inputs.Alert(Agent.Attacker) + Inputs.Alert("203.0.113.10", 2));
        using var lift = await agent.AskAsync("lift", Agent.Attacker);

        using var all = await agent.AskAsync("history", "--json");
        using var one = await agent.AskAsync("history", Agent.Attacker);
        using var newest = await agent.AskAsync("history", "--limit", "1", "--json");

        all.Output.Should().HaveCount(3);
        newest.Output.Should().ContainSingle().Which.Should().Be(all.Output.First()).And.Contain("\"outcome\":\"lifted\"");
        one.OutputText.Should().Contain("applied").And.Contain("lifted").And.NotContain("203.0.113.10");
    }

    [Fact]
    public async Task It_is_healthy_until_something_is_wrong()
    {
        using var agent = new Agent();
        await agent.StartAsync(null, "--kill-switch", agent.PathOf("stop"));
        using (var fine = await agent.AskAsync("health"))
        {
            fine.ExitCode.Should().Be(0, fine.OutputText + fine.ErrorText);
            fine.OutputText.Should()
                .Contain("state.db can be written")
                .And.Contain("all 1 blocks are in place")
                .And.Contain("none has failed")
                .And.NotContain("WRONG");
        }

        File.Delete(agent.Deny);
        await File.WriteAllTextAsync(agent.PathOf("stop"), "");
        using var wrong = await agent.AskAsync("health");

        wrong.ExitCode.Should().Be(1);
        wrong.OutputText.Should().Contain("WRONG  drift host-deny: 1 of 1 blocks are not in place").And.Contain("WRONG  kill switch: on");
        (await RefusalAsync(agent)).Should().Contain("kill-switch");
    }

    /// <summary>Blocks until it is refused: what the agent last saw of the kill switch counts for a second.</summary>
    private static async Task<string> RefusalAsync(Agent agent)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            using var block = await agent.AskAsync("block", "198.51.100.7", "--for", "1h");
            if (block.OutputText.Contains("refused", StringComparison.Ordinal))
            {
                return block.OutputText;
            }
        }

        return "never refused";
    }

    private static async Task<int> SecondsLeftAsync(Agent agent, string target)
    {
        using var list = await agent.AskAsync("list", "--json");
        return list
            .Output.Select(static line => JsonDocument.Parse(line).RootElement)
            .Single(effect => effect.GetProperty("target").GetString() == target)
            .GetProperty("secondsLeft")
            .GetInt32();
    }
}
