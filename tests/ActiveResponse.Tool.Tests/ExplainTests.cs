using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class ExplainTests
{
    [Fact]
    public async Task Says_for_each_line_what_fires_and_why_and_what_would_be_sent()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(600));
        var input =
            Inputs.Alert("203.0.113.9")
            + "no alert\n"
            + Inputs.Alert("127.0.0.1")
            + Inputs.Alert("203.0.113.9", level: 3)
            + Inputs.Alert("-rf");
        using var tool = await ToolProcess.RunAsync(["explain", "--config", config, "--alert", "-", "--json"], input);

        var lines = tool.Output.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Should().HaveCount(5, tool.ErrorText);
        tool.ExitCode.Should().Be(1, "one line is no alert");

        lines[0].GetProperty("alert").GetProperty("ruleId").GetString().Should().Be("5712");
        var response = lines[0].GetProperty("responses")[0];
        response.GetProperty("fired").GetBoolean().Should().BeTrue();
        response.GetProperty("because")[0].GetString().Should().Contain("10").And.Contain("6");
        var order = response.GetProperty("orders")[0];
        order.GetProperty("location").GetString().Should().Be("local");
        order.GetProperty("target").GetString().Should().Be("203.0.113.9");
        order.GetProperty("refusedBy").ValueKind.Should().Be(JsonValueKind.Null);
        order.GetProperty("stdin").GetString().Should().Contain("\"command\":\"add\"").And.Contain("203.0.113.9");

        lines[1].GetProperty("error").GetString().Should().NotBeEmpty();
        lines[1].GetProperty("line").GetInt32().Should().Be(2);
        RefusedBy(lines[2]).Should().Be("protected-address");
        lines[3].GetProperty("responses")[0].GetProperty("fired").GetBoolean().Should().BeFalse();
        RefusedBy(lines[4]).Should().Be("crafted-value");
    }

    [Fact]
    public async Task Shows_the_argument_list_of_an_OSSEC_script_and_where_the_order_goes()
    {
        using var folder = new Folder();
        var config = folder.Write(
            "ossec.conf",
            Inputs.Config(600).Replace("<timeout_allowed>", "<expect>srcip</expect><timeout_allowed>", StringComparison.Ordinal)
        );
        const string Alert =
            """{"rule":{"level":10,"comment":"t","sidid":5712,"group":"syslog,"""
            + """sshd,"},"id":"1754300000.8812","srcip":"203.0.113.9","location":"(web01) 10.0.0.5->/var/log/auth.log"}""";
        using var tool = await ToolProcess.RunAsync(
            ["explain", "--config", config, "--alert", "-", "--dialect", "ossec", "--role", "server", "--json"],
            Alert
        );

        var order = JsonDocument.Parse(tool.OutputText).RootElement.GetProperty("responses")[0].GetProperty("orders")[0];
        order.GetProperty("agent").GetString().Should().Be("web01");
        order
            .GetProperty("argv")
            .EnumerateArray()
            .Select(static item => item.GetString())
            .Skip(1)
            .Should()
            .StartWith(["add", "-", "203.0.113.9", "1754300000.8812", "5712", "(web01)", "10.0.0.5->/var/log/auth.log"]);
        order.GetProperty("stdin").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Plain_output_reads_without_the_manual()
    {
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(600));
        using var tool = await ToolProcess.RunAsync(
            ["explain", "--config", config, "--alert", "-"],
            Inputs.Alert("203.0.113.9\\u001b[31m")
        );
        tool.OutputText.Should().Contain("firewall-drop600 fires").And.Contain("refused by crafted-value").And.NotContain("\u001b");
    }

    [Theory]
    [InlineData("{\n  \"rule\": {\n    \"level\": 10,\n    \"id\": \"5712\"\n  }\n}\n", "jq -c . FILE")]
    [InlineData("[\n  {\n    \"rule\": {\"level\": 10, \"id\": \"5712\"}\n  }\n]\n", "jq -c . FILE")]
    [InlineData(
        "{\"_index\":\"wazuh-alerts-4.x-2026.08.01\",\"_source\":{\"rule\":{\"level\":10,\"id\":\"5712\"}}}\n",
        "jq -c ._source FILE"
    )]
    [InlineData(
        "{\n  \"_index\": \"wazuh-alerts-4.x-2026.08.01\",\n  \"_source\": {\n    \"rule\": {\n      \"id\": \"5712\"\n    }\n  }\n}\n",
        "jq -c ._source FILE"
    )]
    [InlineData("{\"took\":1,\"hits\":{\"hits\":[{\"_source\":{\"rule\":{\"level\":10,\"id\":\"5712\"}}}]}}\n", "hits[]._source")]
    [InlineData("[{\"rule\":{\"level\":10,\"id\":\"5712\"}}]\n", "jq -c '.[]' FILE")]
    public async Task Says_what_to_do_with_alerts_that_are_not_one_a_line(string input, string remedy)
    {
        using var folder = new Folder();
        using var tool = await ToolProcess.RunAsync(
            ["explain", "--config", folder.Write("ossec.conf", Inputs.Config(600)), "--alert", "-"],
            input
        );

        tool.ExitCode.Should().Be(1);
        tool.OutputText.Should().Contain(remedy);
        tool.OutputText.Split(remedy).Should().HaveCount(2, "it is said once");
    }

    private static string? RefusedBy(JsonElement line) =>
        line.GetProperty("responses")[0].GetProperty("orders")[0].GetProperty("refusedBy").GetString();
}
