using System.Text.Json;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>Orders on a manager's own queues: shown by <c>explain --wire</c>, handed over by <c>run --manager</c>.</summary>
public sealed class ManagerTests
{
    private const string OfAgent = "(web01) 10.0.0.5->/var/log/auth.log";

    [Fact]
    public async Task Explain_shows_the_message_and_its_queue()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", OssecConfig());
        using var tool = await ToolProcess.RunAsync(
            ["explain", "--config", config, "--alert", "-", "--dialect", "ossec", "--wire", "--json"],
            OssecAlert("203.0.113.9", "/var/log/auth.log") + OssecAlert("203.0.113.9", OfAgent) + OssecAlert("127.0.0.1", OfAgent)
        );

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        Sent(tool)
            .Should()
            .Equal(
                "execq firewall-drop600 - 203.0.113.9 1754300000.8812 5712 /var/log/auth.log -",
                $"ar {OfAgent} NRN (null) firewall-drop600 - 203.0.113.9 1754300000.8812 5712 {OfAgent} (null)",
                "refused by protected-address"
            );
    }

    [Fact]
    public async Task Exact_shows_what_analysisd_sends_and_what_keeps_it_from_it()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", OssecConfig("<global><white_list>gw.example.net</white_list></global>"));
        using var tool = await ToolProcess.RunAsync(
            ["explain", "--config", config, "--alert", "-", "--dialect", "ossec", "--wire", "--exact", "--json"],
            OssecAlert("127.0.0.1", OfAgent) + OssecAlert("", "/x") + OssecAlert("::ffff:c000:207", "/x") + OssecAlert("1.2.3.4/8", "/x")
        );

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        Sent(tool)
            .Should()
            .Equal(
                $"ar {OfAgent} NRN (null) firewall-drop600 - 127.0.0.1 1754300000.8812 5712 {OfAgent} (null)",
                "refused by allow-list",
                "execq firewall-drop600 - c000:207 1754300000.8812 5712 /x -",
                "refused by crafted-value"
            );
    }

    [Fact]
    public async Task Plain_output_shows_the_message_too()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", OssecConfig());
        foreach (
            var exact in (string[][])
                [
                    [],
                    ["--exact"],
                ]
        )
        {
            using var tool = await ToolProcess.RunAsync(
                ["explain", "--config", config, "--alert", "-", "--dialect", "ossec", "--wire", .. exact],
                OssecAlert("203.0.113.9", "/var/log/auth.log")
            );
            tool.OutputText.Should()
                .Contain("firewall-drop600 fires")
                .And.Contain("to execq: firewall-drop600 - 203.0.113.9 1754300000.8812 5712 /var/log/auth.log -")
                .And.NotContain("argv");
        }
    }

    [Theory]
    [InlineData("--exact", "--dialect", "ossec")]
    [InlineData("--exact", "--wire")]
    public async Task Exact_without_what_it_goes_with_is_wrong_usage(params string[] options)
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            ["explain", "--config", folder.Write("ossec.conf", OssecConfig()), "--alert", "-", .. options],
            ""
        );
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--exact needs --wire and --dialect ossec");
    }

    [Fact]
    public async Task Run_hands_orders_to_a_manager_whose_daemons_are_in_another_language()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "it needs Linux and python3");
        using var folder = new Folder();
        using var manager = await PythonReader.StartAsync(folder.File("home"));
        var alerts =
            OssecAlert("203.0.113.9", "/var/log/auth.log") + OssecAlert("192.0.2.1", OfAgent) + OssecAlert("198.51.100.7", OfAgent);
        using var tool = await ToolProcess.RunAsync(
            "run",
            "--config",
            folder.Write("ossec.conf", OssecConfig("<global><white_list>192.0.2.1</white_list></global>")),
            "--alerts",
            folder.Write("alerts.json", alerts),
            "--dialect",
            "ossec",
            "--manager",
            folder.File("home"),
            "--from-start",
            "--exit-when-idle",
            "--json"
        );

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        (await manager.NextAsync()).Should().Be("execq firewall-drop600 - 203.0.113.9 1754300000.8812 5712 /var/log/auth.log -");
        (await manager.NextAsync())
            .Should()
            .Be($"ar {OfAgent} NRN (null) firewall-drop600 - 198.51.100.7 1754300000.8812 5712 {OfAgent} (null)");
        tool.OutputText.Should().Contain("\"sent\"").And.Contain("passed to remoted for agent web01").And.Contain("allow-list");
    }

    [Fact]
    public async Task Run_hands_a_Wazuh_manager_JSON_and_keeps_this_host_for_itself_when_told_how()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "it needs Linux and python3");
        using var folder = new Folder();
        using var manager = await PythonReader.StartAsync(folder.File("home"));
        var deny = folder.Write("hosts.deny", "");
        var ofAgent = Inputs
            .Alert("198.51.100.7")
            .Replace("\"id\":\"000\",\"name\":\"bastion\"", "\"id\":\"001\",\"name\":\"web01\"", StringComparison.Ordinal);
        using var tool = await ToolProcess.RunAsync(
            "run",
            "--config",
            folder.Write("ossec.conf", Inputs.Config(0)),
            "--alerts",
            folder.Write("alerts.json", Inputs.Alert("203.0.113.9") + ofAgent),
            "--manager",
            folder.File("home"),
            "--hosts-deny",
            deny,
            "--from-start",
            "--exit-when-idle",
            "--json"
        );

        tool.ExitCode.Should().Be(0, tool.ErrorText);
        var message = (await manager.NextAsync())!;
        message
            .Should()
            .StartWith(
                "ar (local_source) [] NRN 001 "
                    + "{\"version\":1,\"origin\":{\"name\":\"node01\",\"module\":\"wazuh-analysisd\"},\"command\":\"firewall-drop0\""
            )
            .And.Contain("198.51.100.7");
        UnlockedFile.Text(deny).Should().Contain("203.0.113.9").And.NotContain("198.51.100.7");
    }

    [Fact]
    public async Task A_manager_that_is_not_there_is_a_failure_told_with_the_reason()
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            "run",
            "--config",
            folder.Write("ossec.conf", OssecConfig()),
            "--alerts",
            folder.Write("alerts.json", OssecAlert("203.0.113.9", "/x")),
            "--dialect",
            "ossec",
            "--manager",
            folder.File("home"),
            "--from-start",
            "--exit-when-idle"
        );
        tool.ExitCode.Should().Be(1);
        tool.OutputText.Should().Contain("execq' doesn't exist").And.Contain("ossec-execd").And.NotContain("Exception");
    }

    [Fact]
    public async Task A_folder_whose_sockets_could_have_no_path_is_wrong_usage()
    {
        using var tool = await ToolProcess.RunAsync("run", "--config", "x", "--alerts", "x", "--manager", "/" + new string('a', 100));
        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--manager").And.Contain("too long");
    }

    private static IEnumerable<string> Sent(ToolProcess tool) =>
        tool
            .Output.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("responses")[0].GetProperty("orders")[0])
            .Select(static order =>
                order.TryGetProperty("message", out var message)
                    ? $"{order.GetProperty("queue").GetString()} {message.GetString()}"
                    : $"refused by {order.GetProperty("refusedBy").GetString()}"
            );

    private static string OssecConfig(string extra = "") =>
        Inputs.Config(600, extra).Replace("<timeout_allowed>", "<expect>srcip</expect><timeout_allowed>", StringComparison.Ordinal);

    private static string OssecAlert(string address, string location) =>
        """{"rule":{"level":10,"comment":"t","sidid":5712,"group":"syslog,"""
        + $$$"""sshd,"},"id":"1754300000.8812","srcip":"{{{address}}}","location":"{{{location}}}"}"""
        + "\n";
}
