using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>What the engine is told for each kind of message.</summary>
public sealed class ExecdOrdersTests
{
    [Fact]
    public void An_OSSEC_message_becomes_an_order_and_the_order_the_same_arguments()
    {
        var installation = new Installation(ConfigDialect.Ossec, "firewall-drop600 - firewall-drop.sh - 600\n", ["firewall-drop.sh"]);

        var order = Read(installation, "firewall-drop600 - 203.0.113.9 1754300000.8812 5712 (web01) 10.0.0.5->/var/log/auth.log (null)");

        order!.Subject.Should().Be(Subject.Of(Some.Prefix("203.0.113.9")));
        order.Timeout.Should().Be(TimeSpan.FromMinutes(10));
        (order.ResponseName, order.Command.Executable, order.Origin.RuleId).Should().Be(("firewall-drop600", "firewall-drop.sh", 5712u));
        string.Join(' ', ScriptCall.Describe(order, ScriptAction.Add, ScriptProtocol.OssecArgv, "x").Argv)
            .Should()
            .Be("x add - 203.0.113.9 1754300000.8812 5712 (web01) 10.0.0.5->/var/log/auth.log (null)");
    }

    [Fact]
    public void Users_are_kept_apart_and_files_are_unescaped()
    {
        var installation = new Installation(ConfigDialect.Ossec, "usr - usr.sh - 5\n", ["usr.sh"]);

        Read(installation, @"usr alice - 1.1 550 /var/log/x /tmp/a\ b\&c")!
            .Subject.Should()
            .Be(new Subject { User = "alice", File = "/tmp/a b&c" });
        Read(installation, "usr bob - 1.1 550 /var/log/x -")!
            .Key.Should()
            .NotBe(Read(installation, "usr alice - 1.1 550 /var/log/x -")!.Key);
    }

    [Theory]
    [InlineData("usr alice 1.2.3")]
    [InlineData("usr alice evil.example")]
    [InlineData("usr alice 0x7f.1")]
    public void An_address_that_is_none_makes_an_order_that_asks_for_an_address_and_has_none(string message)
    {
        var installation = new Installation(ConfigDialect.Ossec, "usr - usr.sh - 5\n", ["usr.sh"]);

        var order = Read(installation, message);

        order!.Subject.Address.Should().BeNull();
        order.Command.Expect.Should().HaveFlag(ExpectedFields.SourceAddress);
    }

    [Fact]
    public void A_Wazuh_4_message_becomes_an_order_with_its_alert()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "blk600 - firewall-drop - 600\n", ["firewall-drop"]);
        const string Alert =
            """{"rule":{"level":10,"id":"5712"},"id":"1754300000.1","agent":{"id":"001","name":"web01"},"data":"""
            + """{"srcip":"203.0.113.9","dstuser":"bob"},"location":"/var/log/auth.log"}""";

        var order = Read(
            installation,
            $$$"""{"version":1,"command":"blk600","parameters":{"extra_args":["-x","y"],"alert":{{{Alert}}}}}"""
        );

        order!.Subject.Should().Be(new Subject { Address = Some.Prefix("203.0.113.9"), User = "bob" });
        Encoding
            .UTF8.GetString(order.Origin.AlertJson.Span)
            .Should()
            .Contain($"\"alert\":{Alert}", "a script is handed the whole message on");
        (order.Command.ExtraArguments, order.Origin.AlertId, order.Origin.RuleId, order.Origin.AgentName)
            .Should()
            .Be(("-x y", "1754300000.1", 5712u, "web01"));
    }

    [Theory]
    [InlineData("\\t")]
    [InlineData("\\n\\u0001")]
    public void Extra_arguments_that_are_no_plain_text_do_not_stop_the_order(string argument)
    {
        var installation = new Installation(ConfigDialect.Wazuh, "blk600 - firewall-drop - 600\n", ["firewall-drop"]);

        var order = Read(
            installation,
            """{"version":1,"command":"blk600","parameters":{"extra_args":["ARG"],"alert":{"data":{"srcip":"203.0.113.9"}}}}""".Replace(
                "ARG",
                argument,
                StringComparison.Ordinal
            )
        );

        order!.Command.ExtraArguments.Should().BeNull("the script finds them in the message");
        ReceivedOrder.Check(order).Should().BeNull();
    }

    [Fact]
    public void The_user_an_event_comes_from_is_nobodys_target()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "blk600 - firewall-drop - 600\n", ["firewall-drop"]);

        Read(
            installation,
            """{"version":1,"command":"blk600","parameters":{"alert":{"data":{"srcip":"203.0.113.9","srcuser":"oracle"}}}}"""
        )!
            .Subject.User.Should()
            .BeNull();
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_stay_in_the_order()
    {
        var installation = new Installation(ConfigDialect.Ossec, "usr - usr.sh - 5\n", ["usr.sh"]);
        byte[] message = [.. "usr - 203.0.113.9 1.1 550 /var/"u8, 0xe9, .. " /tmp/"u8, 0xff, .. "x"u8];

        var order = new ExecdOrders(installation.Folder, new NameTable(installation.Folder, static _ => { }), static _ => { }).Read(
            message
        );
        var received = order! with { Origin = ReceivedOrder.Clean(order.Origin, withJson: true) };

        ScriptCall
            .Describe(received, ScriptAction.Add, ScriptProtocol.OssecArgv, "x")
            .Argv.Should()
            .Equal("x", "add", "-", "203.0.113.9", "1.1", "550", "/var/\udce9", "/tmp/\udcffx");
    }

    [Fact]
    public void A_message_of_Wazuh_5_is_one_however_deep_it_is_nested()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "", ["block-ip"]);
        var deep =
            """{"wazuh":{"active_response":{"executable":"block-ip"}},"source":{"ip":"203.0.113.9"},"x":"""
            + $$$"""{{{new string('[', 900)}}}{{{new string(']', 900)}}}}""";

        var order = Read(installation, deep);

        ReceivedOrder.Clean(order!.Origin, withJson: true).AlertJson.IsEmpty.Should().BeFalse();
    }

    [Fact]
    public void A_Wazuh_5_message_becomes_an_order_with_the_event()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "", ["block-ip"]);

        var order = Read(
            installation,
            """{"wazuh":{"active_response":{"name":"blk","executable":"block-ip","type":"stateful","stateful_timeout":"""
                + """60}},"source":{"ip":"203.0.113.9"}}"""
        );

        order!.Subject.Should().Be(Subject.Of(Some.Prefix("203.0.113.9")));
        (order.ResponseName, order.Command.Executable, order.Timeout, order.Command.TimeoutAllowed)
            .Should()
            .Be(("blk", "block-ip", TimeSpan.FromMinutes(1), true));
    }

    [Theory]
    [InlineData("nosuch - 1.2.3.4", "1311")]
    [InlineData("blk600", "1310")]
    [InlineData("blk600 -", "1310")]
    [InlineData("{\"command\":7}", "1316")]
    [InlineData("{", "1315")]
    [InlineData("{\"command\":\"!../x\"}", "1311")]
    public void What_gives_no_order_is_told_of(string message, string code)
    {
        var installation = new Installation(ConfigDialect.Wazuh, "blk600 - firewall-drop - 600\n", ["firewall-drop"]);

        Read(installation, message).Should().BeNull();
        installation.Notes.Should().ContainSingle().Which.Code.Should().Be(code);
    }

    [Fact]
    public void Built_in_responders_log_as_the_stock_scripts_do()
    {
        var ossec = new Installation(ConfigDialect.Ossec, "fw600 - firewall-drop.sh - 600\n", ["firewall-drop.sh"]);
        var order = Read(ossec, "fw600 - 203.0.113.9 1754300000.8812 5712 /var/log/auth.log -");
        new ResponseLog(ossec.Folder, static _ => true, ossec.Clock, ossec.Notes.Add)
            .TextOf(order!, ScriptAction.Delete)
            .Should()
            .Be(
                $"Sat Aug  1 03:00:00 UTC 2026 {ossec.Folder.Home}/active-response/bin/firewall-drop.sh delete - 203.0.113.9 "
                    + "1754300000.8812 5712\n"
            );

        var wazuh = new Installation(ConfigDialect.Wazuh, "fw600 - firewall-drop - 600\n", ["firewall-drop"]);
        order = Read(wazuh, """{"command":"fw600","parameters":{"alert":{"data":{"srcip":"203.0.113.9"}}}}""");
        new ResponseLog(wazuh.Folder, static _ => true, wazuh.Clock, wazuh.Notes.Add)
            .TextOf(order!, ScriptAction.Add)
            .Split('\n')
            .Should()
            .SatisfyRespectively(
                static line => line.Should().Be("2026/08/01 03:00:00 active-response/bin/firewall-drop: Starting"),
                static line =>
                    line.Should()
                        .StartWith("2026/08/01 03:00:00 active-response/bin/firewall-drop: {\"version\":1,")
                        .And.Contain("\"command\":\"add\"")
                        .And.Contain("203.0.113.9"),
                static line => line.Should().Be("2026/08/01 03:00:00 active-response/bin/firewall-drop: Ended"),
                static line => line.Should().BeEmpty()
            );
    }

    private static ResponseOrder? Read(Installation installation, string message) =>
        new ExecdOrders(installation.Folder, new NameTable(installation.Folder, installation.Notes.Add), installation.Notes.Add).Read(
            Encoding.UTF8.GetBytes(message + "\0")
        );
}
