using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class TopTests
{
    [Fact]
    public async Task Prints_once_where_there_is_no_terminal()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var refused = await agent.AskAsync("block", "127.0.0.1", "--for", "1h");

        using var top = await agent.AskAsync("top");

        top.ExitCode.Should().Be(0, top.ErrorText);
        top.OutputText.Should()
            .Contain("1 active, 0 pending")
            .And.MatchRegex(@"203\.0\.113\.9 +│ active +│ \d+m( \d+s)? +│ 5712 +│ host-deny")
            .And.Contain("1 newest of 1")
            .And.MatchRegex("rule 5712 +1")
            .And.MatchRegex(@"203\.0\.113\.0/24 +1")
            .And.MatchRegex(@"127\.0\.0\.1 +refused");
        top.OutputText.Should().NotContain("\u001b");
    }

    [Fact]
    public async Task Draws_anew_on_a_terminal_until_q_is_pressed_and_leaves_the_screen_as_it_was()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "script of util-linux gives a terminal");
        using var agent = new Agent();
        await agent.StartAsync();
        var line = string.Join(' ', [.. BuiltTool.Line, "top", "--control", agent.Socket]);
        using var top = ToolProcess.StartProgram(
            Path.GetTempPath(),
            "q",
            "/bin/sh",
            "-c",
            $"script -qec \"stty rows 40 cols 140; {line}\" /dev/null"
        );

        (await top.ExitAsync()).Should().Be(0, top.OutputText + top.ErrorText);
        top.OutputText.Should()
            .Contain("\u001b[?1049h", "it draws on the other screen")
            .And.Contain("203.0.113.9")
            .And.Contain("\u001b[?1049l", "it goes back");
    }

    [Fact]
    public async Task Without_an_agent_it_says_so()
    {
        using var folder = new Folder();

        using var top = await ToolProcess.RunAsync("top", "--control", folder.File("none.sock"));

        top.ExitCode.Should().Be(1);
        top.ErrorText.Should().Contain("No agent is running at");
    }
}
