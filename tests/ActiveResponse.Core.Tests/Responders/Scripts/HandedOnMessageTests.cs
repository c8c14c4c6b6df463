using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Tests.Responders.Scripts;

/// <summary>What a script is told of a message that came for execd: only what execd itself changes is changed.</summary>
public sealed class HandedOnMessageTests
{
    private const string Program = "active-response/bin/a.sh";

    [Theory]
    [InlineData("""["name","Some Long Name",""]""")]
    [InlineData("""["a\tb"," ","\"q\" \\ x"]""")]
    [InlineData("""[{"a":[1,null,true]},7,null,"x"]""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Extra_arguments_stay_as_they_came(string arguments) =>
        Told4(Wazuh4(arguments: arguments))
            .Should()
            .Be(
                Wazuh4(arguments: arguments)
                    .Replace("wazuh-analysisd", "wazuh-execd", StringComparison.Ordinal)
                    .Replace("!a.sh", "add", StringComparison.Ordinal)[..^2] + $",\"program\":\"{Program}\"}}}}"
            );

    [Theory]
    [InlineData("""{"data":{"srcip":"203.0.113.9"}}""")]
    [InlineData("""{"data":{"srcip":"203.0.113.9","dstuser":null},"x":null}""")]
    [InlineData("""{"data":{"win":{"eventdata":{"ipAddress":"203.0.113.9","destinationIp":"-"}},"srcip":""}}""")]
    [InlineData("""{"data":{"srcip":"::ffff:203.0.113.9"}}""")]
    public void An_alert_that_names_what_was_judged_and_nothing_else_stays_as_it_came(string alert) =>
        Told4(Wazuh4(alert: alert)).Should().Contain($"\"alert\":{alert},\"program\"");

    [Fact]
    public void Bytes_that_are_not_UTF8_stay_as_they_came() =>
        Told4(Wazuh4("[\"\udcff\"]", "{\"data\":{\"srcip\":\"203.0.113.9\"},\"full_log\":\"caf\udce9\"}"))
            .Should()
            .Contain("\"extra_args\":[\"\udcff\"]")
            .And.Contain("\"full_log\":\"caf\udce9\"");

    [Theory]
    [InlineData("""{"data":{"win":{"eventdata":{"ipAddress":"203.0.113.9"}},"srcip":"192.0.2.1"}}""")]
    [InlineData("""{"data":{"srcip":"203.0.113.9","SRCIP":"192.0.2.1"}}""")]
    [InlineData("""{"data":{"srcip":"203.0.113.9","dstuser":"192.0.2.1"}}""")]
    [InlineData("""{"data":{"srcip":["192.0.2.1"]}}""")]
    [InlineData("""{"data":"192.0.2.1"}""")]
    public void An_alert_that_names_another_target_is_brought_into_line(string alert) =>
        Told4(Wazuh4(alert: alert)).Should().NotContain("192.0.2.1").And.Contain("\"203.0.113.9\"");

    [Fact]
    public void The_sender_keeps_its_name_and_what_nobody_knows_stays() =>
        Told4(
                """{"version":1,"origin":{"name":"worker-7","module":"x","z":null},"command":"!a.sh","parameters":"""
                    + """{"extra_args":[],"alert":{"data":{"srcip":"203.0.113.9"}},"y":1},"w":[]}"""
            )
            .Should()
            .Be(
                """{"version":1,"origin":{"name":"worker-7","module":"wazuh-execd","z":null},"command":"add","parameters":"""
                    + """{"extra_args":[],"alert":{"data":{"srcip":"203.0.113.9"}},"y":"""
                    + """1,"program":"active-response/bin/a.sh"},"w":[]}"""
            );

    [Theory]
    [InlineData(
        """{"wazuh":{"active_response":"""
            + """{"name":"n","executable":"a.sh","location":"defined-agent","agent_id":"007","extra_arguments":null},"agent":"""
            + """{"id":null}},"source":{"ip":"203.0.113.9","x":1},"user":{"name":null}}"""
    )]
    [InlineData("""{"wazuh":{"active_response":{"executable":"a.sh"}},"source":{"ip":"203.0.113.9"},"user":null,"deep":[[[[]]]]}""")]
    public void A_message_of_Wazuh_5_only_gets_its_command(string message)
    {
        Told(message, ScriptProtocol.Wazuh5Stdin).Should().Be(message[..^1] + ",\"command\":\"enable\"}");
        Told(message, ScriptProtocol.Wazuh5Stdin, ScriptAction.Delete).Should().EndWith("\"command\":\"disable\"}");
    }

    [Theory]
    [InlineData("""{"wazuh":{},"source":{"ip":"192.0.2.1"}}""")]
    [InlineData("""{"wazuh":{},"source":{"ip":"203.0.113.9","IP":"192.0.2.1"}}""")]
    [InlineData("""{"wazuh":{},"source":{"ip":"203.0.113.9"},"user":{"name":"192.0.2.1"}}""")]
    public void A_message_of_Wazuh_5_that_names_another_target_is_brought_into_line(string message) =>
        Told(message, ScriptProtocol.Wazuh5Stdin).Should().NotContain("192.0.2.1").And.Contain("\"ip\":\"203.0.113.9\"");

    private static string Wazuh4(string arguments = "[]", string alert = """{"data":{"srcip":"203.0.113.9"}}""") =>
        """{"version":1,"origin":{"name":"node01","module":"wazuh-analysisd"},"command":"!a.sh","parameters":"""
        + $$$"""{"extra_args":{{{arguments}}},"alert":{{{alert}}}}}""";

    private static string Told4(string message) => Told(message, ScriptProtocol.Wazuh4Stdin);

    private static string Told(string message, ScriptProtocol protocol, ScriptAction action = ScriptAction.Add)
    {
        var order = Orders.Of(origin: Orders.Origin() with { AlertJson = LosslessText.Encode(message) });
        return ScriptCall.Describe(order, action, protocol, Program, isHandedOn: true).Stdin!;
    }
}
