using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class RunRoleTests
{
    private const string OssecAlert =
        """{"rule":{"level":10,"comment":"t","sidid":5712,"group":"syslog,"""
        + """sshd,"},"id":"1754300000.8812","srcip":"203.0.113.9","location":"(web01) 10.0.0.5->/var/log/auth.log"}"""
        + "\n";

    [Theory]
    [InlineData("wazuh", "local", "agent 007 (bastion)")]
    [InlineData("wazuh", "all", "agent 007 (bastion)")]
    [InlineData("ossec", "local", "agent web01")]
    public async Task A_response_to_another_agents_alert_is_not_carried_out_here_and_the_remedy_is_told(
        string dialect,
        string location,
        string agent
    )
    {
        using var tool = await RunAsync(dialect, location);

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        tool.OutputText.Should()
            .Contain("refused")
            .And.Contain(agent)
            .And.Contain("--role")
            .And.Contain("--manager")
            .And.NotContain("applied");
    }

    [Theory]
    [InlineData("wazuh", "server")]
    [InlineData("wazuh", "local", "--role", "standalone")]
    [InlineData("wazuh", "local", "--role", "agent", "--agent-id", "007")]
    [InlineData("wazuh", "local", "--agent-id", "7")]
    [InlineData("wazuh", "local", "--agent-name", "bastion")]
    [InlineData("wazuh", "all", "--role", "agent", "--agent-id", "001")]
    [InlineData("ossec", "local", "--agent-name", "web01")]
    [InlineData("ossec", "label", "--label", "db", "--label", "web")]
    public async Task A_host_that_is_meant_acts(string dialect, string location, params string[] options)
    {
        using var tool = await RunAsync(dialect, location, options);

        tool.OutputText.Should().Contain("1 applied").And.Contain("1 stay in place");
    }

    [Theory]
    [InlineData("local", "--role", "server")]
    [InlineData("local", "--role", "agent", "--agent-id", "008")]
    [InlineData("local", "--agent-name", "web02")]
    [InlineData("server", "--role", "agent", "--agent-id", "007")]
    public async Task A_host_that_is_not_meant_does_not(string location, params string[] options)
    {
        using var tool = await RunAsync("wazuh", location, options);

        tool.OutputText.Should().NotContain("1 applied");
    }

    [Fact]
    public async Task An_alert_of_the_manager_itself_is_acted_on_without_a_role()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            [
                "run",
                "--config",
                folder.Write("ossec.conf", Inputs.Config(0)),
                "--alerts",
                "-",
                "--exit-when-idle",
                "--hosts-deny",
                folder.File("hosts.deny"),
            ],
            Inputs.Alert("203.0.113.9")
        );

        tool.OutputText.Should().Contain("1 applied");
    }

    [Fact]
    public async Task Explain_says_the_same()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            ["explain", "--config", folder.Write("ossec.conf", Inputs.Config(600)), "--alert", "-"],
            Of007()
        );

        tool.OutputText.Should().Contain("refused by other-agent").And.Contain("agent 007");
    }

    private static async Task<ToolProcess> RunAsync(string dialect, string location, params string[] options)
    {
        using var folder = new Folder();
        var place = location == "label" ? "defined-agent</location><agent_id>label:web</agent_id>" : location + "</location>";
        var config = Inputs
            .Config(0)
            .Replace("local</location>", place, StringComparison.Ordinal)
            .Replace("<timeout_allowed>", "<expect>srcip</expect><timeout_allowed>", StringComparison.Ordinal);
        return await ToolProcess.RunAsync(
            [
                "run",
                "--config",
                folder.Write("ossec.conf", config),
                "--alerts",
                "-",
                "--exit-when-idle",
                "--hosts-deny",
                folder.File("hosts.deny"),
                "--dialect",
                dialect,
                .. options,
            ],
            dialect == "ossec" ? OssecAlert : Of007()
        );
    }

    private static string Of007() => Inputs.Alert("203.0.113.9").Replace("\"000\"", "\"007\"", StringComparison.Ordinal);
}
