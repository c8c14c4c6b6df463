using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class WithoutAgentTests
{
    [Fact]
    public async Task The_state_file_answers_what_is_asked_and_blocks_can_be_lifted()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        run.Kill();
        await run.ExitAsync();

        using var list = await agent.AskAsync("list");
        using var history = await agent.AskAsync("history");
        using var health = await agent.AskAsync("health");
        using var extend = await agent.AskAsync("extend", Agent.Attacker, "--for", "1h");
        using var block = await agent.AskAsync("block", "198.51.100.7", "--for", "1h");
        using var lift = await agent.AskAsync("lift", Agent.Attacker, "--hosts-deny", agent.Deny);
        using var after = await agent.AskAsync("list");

        list.ExitCode.Should().Be(0, list.ErrorText);
        list.OutputText.Should().Contain(Agent.Attacker).And.Contain("1 active");
        history.OutputText.Should().Contain("applied");
        health.ExitCode.Should().Be(1);
        health.OutputText.Should().Contain("WRONG  agent: no agent is running").And.Contain("fine   store");
        extend.ExitCode.Should().Be(1);
        extend.ErrorText.Should().Contain("no agent is running").And.NotContain("   at ");
        block.ErrorText.Should().Contain("no agent is running");
        lift.ExitCode.Should().Be(0, lift.OutputText + lift.ErrorText);
        lift.OutputText.Should().Contain($"lifted {Agent.Attacker}");
        agent.Denied.Should().NotContain(Agent.Attacker);
        after.OutputText.Should().Contain("nothing is in place");
    }

    [Fact]
    public async Task Lifting_without_the_firewall_it_was_blocked_with_is_told_and_keeps_the_record()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        run.Terminate();
        await run.ExitAsync();

        using var unnamed = await agent.AskAsync("lift", Agent.Attacker);
        using var wrong = await agent.AskAsync("lift", Agent.Attacker, "--scripts", Path.GetDirectoryName(agent.Deny)!);
        using var list = await agent.AskAsync("list");

        unnamed.ExitCode.Should().Be(1);
        unnamed.ErrorText.Should().Contain("no agent is running");
        wrong.ExitCode.Should().Be(1);
        list.OutputText.Should().Contain(Agent.Attacker).And.Contain("1 failed");
        agent.Denied.Should().Contain(Agent.Attacker);
    }

    [Fact]
    public async Task Where_nothing_ever_ran_is_told_in_one_line()
    {
        using var agent = new Agent();

        using var list = await agent.AskAsync("list");
        using var lift = await agent.AskAsync("lift", "--all", "--hosts-deny", agent.Deny);

        list.ExitCode.Should().Be(1);
        list.ErrorText.Split('\n').Should().ContainSingle().Which.Should().Contain("state.db");
        lift.ExitCode.Should().Be(1);
        lift.ErrorText.Should().Contain("there is no state file");
        File.Exists(agent.State).Should().BeFalse();
    }

    [Theory]
    [InlineData("--for is missing", "block", "203.0.113.9")]
    [InlineData("isn't a duration", "block", "203.0.113.9", "--for", "soon")]
    [InlineData("isn't a duration", "extend", "203.0.113.9", "--for", "1m1h")]
    [InlineData("TARGET or --all", "lift")]
    [InlineData("--limit", "history", "--limit", "0")]
    public async Task A_wrong_command_line_is_exit_code_2(string why, params string[] arguments)
    {
        using var tool = await ToolProcess.RunAsync([.. arguments, "--state", "/nowhere/state.db"]);
        tool.ExitCode.Should().Be(2, why);
        tool.ErrorText.Should().Contain("Try 'active-response");
    }
}
