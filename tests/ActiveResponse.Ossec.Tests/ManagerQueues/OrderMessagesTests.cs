using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Planning;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.ManagerQueues;

public sealed class OrderMessagesTests
{
    private const string OfAgent = "(web01) 10.0.0.5->/var/log/auth.log";

    private static readonly ManagerQueueOptions Manager = new() { Home = "/var/ossec" };

    [Theory]
    [InlineData(
        ResponseLocation.Local,
        true,
        null,
        "/var/log/auth.log",
        "execq firewall-drop600 - 203.0.113.9 1754300000.1 5712 /var/log/auth.log -"
    )]
    [InlineData(ResponseLocation.Server, true, null, OfAgent, "execq firewall-drop600 - 203.0.113.9 1754300000.1 5712 " + OfAgent + " -")]
    [InlineData(
        ResponseLocation.Local,
        false,
        "web01",
        OfAgent,
        "ar " + OfAgent + " NRN (null) firewall-drop600 - 203.0.113.9 1754300000.1 5712 " + OfAgent + " (null)"
    )]
    [InlineData(
        ResponseLocation.All,
        false,
        null,
        "/var/log/auth.log",
        "ar (local_source) /var/log/auth.log ANN (null) firewall-drop600 - 203.0.113.9 1754300000.1 5712 /var/log/auth.log (null)"
    )]
    [InlineData(
        ResponseLocation.DefinedAgent,
        false,
        "032",
        OfAgent,
        "ar " + OfAgent + " NNS 032 firewall-drop600 - 203.0.113.9 1754300000.1 5712 " + OfAgent + " (null)"
    )]
    [InlineData(
        ResponseLocation.DefinedAgent,
        false,
        "032",
        "/var/log/my app.log",
        "ar (local_source) /var/log/my_app.log NNS 032 firewall-drop600 - 203.0.113.9 1754300000.1 5712 /var/log/my app.log (null)"
    )]
    [InlineData(
        ResponseLocation.Local,
        false,
        "web01",
        "(web01) 10.0.0.5->/var/log/my app.log",
        "ar (web01) 10.0.0.5->/var/log/my_app.log NRN (null) firewall-drop600 - 203.0.113.9 1754300000.1 5712 (web01) "
            + "10.0.0.5->/var/log/my app.log (null)"
    )]
    [InlineData(
        ResponseLocation.Local,
        false,
        "web01",
        "/var/log/auth.log",
        "ar (web01) any->/var/log/auth.log NRN (null) firewall-drop600 - 203.0.113.9 1754300000.1 5712 /var/log/auth.log -",
        "web01"
    )]
    [InlineData(
        ResponseLocation.Local,
        false,
        "001",
        null,
        "ar (local_source) - NNS 001 firewall-drop600 - 203.0.113.9 1754300000.1 5712 - -"
    )]
    public void OSSEC_is_told_in_the_words_of_analysisd(
        ResponseLocation location,
        bool here,
        string? agent,
        string? source,
        string message,
        string? agentName = null
    ) => MessagesOf(Order(location, here, agent, source, agentName), ConfigDialect.Ossec).Should().Equal(message);

    [Theory]
    [InlineData("label:web", "labels")]
    [InlineData("0 32", "neither a name nor an id")]
    public void An_agent_that_OSSEC_can_not_be_told_is_refused(string agent, string why) =>
        OrderMessages
            .Of(Order(ResponseLocation.DefinedAgent, false, agent, OfAgent), ConfigDialect.Ossec, Manager)
            .Problem.Should()
            .Contain(why);

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void A_name_with_a_blank_is_refused(ConfigDialect dialect)
    {
        var order = Order(ResponseLocation.Local, true, null, null) with { ResponseName = "block ip600" };
        OrderMessages.Of(order, dialect, Manager).Problem.Should().Contain("'block ip600'").And.Contain("rename");
    }

    [Theory]
    [InlineData(900, null)]
    [InlineData(1100, "SEC accepts 1023")]
    public void What_is_too_long_for_OSSEC_is_refused_and_not_cut(int length, string? why)
    {
        var problem = OrderMessages
            .Of(Order(ResponseLocation.Server, true, null, "/" + new string('a', length)), ConfigDialect.Ossec, Manager)
            .Problem;
        (problem is null ? problem : problem[^16..]).Should().Be(why);
    }

    [Theory]
    [InlineData(ResponseLocation.Local, false, "1", "ar (local_source) [] NRN 001 ")]
    [InlineData(ResponseLocation.DefinedAgent, false, "032", "ar (local_source) [] NNS 032 ")]
    [InlineData(ResponseLocation.DefinedAgent, false, "1000", "ar (local_source) [] NNS 1000 ")]
    [InlineData(ResponseLocation.All, false, null, "ar (local_source) [] ANN 000 ")]
    [InlineData(ResponseLocation.Server, true, null, "execq ")]
    public void Wazuh_is_told_in_JSON_with_the_alert_in_it(ResponseLocation location, bool here, string? agent, string head)
    {
        var order = Order(location, here, agent, "/var/log/auth.log");
        order = order with
        {
            Command = order.Command with { ExtraArguments = "-x  1" },
            Origin = order.Origin with
            {
                AlertJson = """{"rule":{"level":10,"id":"5712"},"data":{"srcip":"198.51.100.1","srcport":"22"},"id":"1.2"}"""u8.ToArray(),
            },
        };

        var message = MessagesOf(order, ConfigDialect.Wazuh).Should().ContainSingle().Which;
        message.Should().StartWith(head);
        message[head.Length..]
            .Should()
            .Be(
                """{"version":1,"origin":"""
                    + """{"name":"node01","module":"wazuh-analysisd"},"command":"firewall-drop600","parameters":{"extra_args":"""
                    + """["-x","1"],"alert":{"rule":{"level":10,"id":"5712"},"data":"""
                    + """{"srcip":"203.0.113.9","srcport":"22"},"id":"1.2"}}}""",
                "what the guards have judged is what the agent blocks"
            );
    }

    [Fact]
    public void An_alert_that_is_too_long_for_Wazuh_is_cut_down_to_what_the_order_says()
    {
        var order = Order(ResponseLocation.Local, false, "001", null);
        order = order with
        {
            Origin = order.Origin with
            {
                AlertJson = Encoding.UTF8.GetBytes($$$"""{"full_log":"{{{new string('a', 70_000)}}}","data":{"srcip":"203.0.113.9"}}"""),
            },
        };

        var message = MessagesOf(order, ConfigDialect.Wazuh).Single();
        message.Length.Should().BeLessThan(1000);
        JsonDocument
            .Parse(message[message.IndexOf('{', StringComparison.Ordinal)..])
            .RootElement.GetProperty("parameters")
            .GetProperty("alert")
            .GetProperty("data")
            .GetProperty("srcip")
            .GetString()
            .Should()
            .Be("203.0.113.9");
    }

    [Fact]
    public void Agents_of_Wazuh_before_4_2_are_told_in_words()
    {
        var order = Order(ResponseLocation.All, false, null, "/var/log/auth.log");
        order = order with { Command = order.Command with { ExtraArguments = "-x 1" } };
        var manager = Manager with { LegacyAgents = ["7", "003"] };

        var messages = OrderMessages
            .Of(order, ConfigDialect.Wazuh, manager)
            .Messages.Select(static message => Encoding.UTF8.GetString(message.Bytes.Span))
            .ToList();
        messages.Should().HaveCount(3);
        messages[0].Should().StartWith("(local_source) [] ANN 000 {");
        messages[1].Should().Be(@"(local_source) [] NNS 003 firewall-drop600 - 203.0.113.9 1754300000.1 5712 /var/log/auth.log - -x\ 1");
        messages[2].Should().StartWith("(local_source) [] NNS 007 firewall-drop600 ");
        OrderMessages
            .Of(Order(ResponseLocation.DefinedAgent, false, "3", "/x"), ConfigDialect.Wazuh, manager)
            .Messages.Single()
            .Bytes.Span.EndsWith(" /x - -"u8)
            .Should()
            .BeTrue();
    }

    [Fact]
    public void Wazuh_is_not_told_an_agent_by_name() =>
        OrderMessages
            .Of(Order(ResponseLocation.Local, false, "web01", OfAgent), ConfigDialect.Wazuh, Manager)
            .Problem.Should()
            .Contain("by id");

    private static IEnumerable<string> MessagesOf(ResponseOrder order, ConfigDialect dialect)
    {
        var (messages, problem) = OrderMessages.Of(order, dialect, Manager);
        problem.Should().BeNull();
        return messages.Select(static message => $"{message.QueueName} {Encoding.UTF8.GetString(message.Bytes.Span)}");
    }

    private static ResponseOrder Order(ResponseLocation location, bool here, string? agent, string? source, string? agentName = null)
    {
        var order = Some.Order("firewall-drop");
        return order with
        {
            Location = location,
            RunsHere = here,
            RunsElsewhere = !here,
            TargetAgent = agent,
            Origin = order.Origin with { Location = source, AgentName = agentName },
        };
    }
}
