using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Scripts;

public class Wazuh5MessageTests
{
    private const string Response =
        """{"name":"block","executable":"block.sh","extra_arguments":"","location":"local","type":"stateful","stateful_timeout":600}""";

    private const string Event =
        """{"@timestamp":"2026-01-01T00:00:00.000Z","wazuh":{"agent":{"id":"001","name":"web01"},"rule":"""
        + """{"id":"5712","level":"high"}},"source":{"ip":"203.0.113.9","port":4711},"user":{"name":"bob"},"event":"""
        + """{"doc_id":"x1"}}""";

    [Theory]
    [InlineData(ScriptAction.Add, "enable")]
    [InlineData(ScriptAction.Delete, "disable")]
    public void An_event_is_handed_through_with_the_response_in_it_and_the_command_last(ScriptAction action, string command) =>
        Call(Event, user: "bob", action: action)
            .Stdin.Should()
            .Be(
                Event.Replace("\"wazuh\":{", $"\"wazuh\":{{\"active_response\":{Response},", StringComparison.Ordinal)[..^1]
                    + $",\"command\":\"{command}\"}}"
            );

    [Fact]
    public void A_wazuh_4_alert_becomes_the_event_that_says_the_same() =>
        Call(
            """{"timestamp":"t","rule":{"level":10,"description":"many tries","id":"5712"},"agent":{"id":"001"},"data":"""
                + """{"srcip":"192.0.2.1","dstuser":"x","other":1},"full_log":"line"}""",
            user: "bob"
        )
            .Stdin.Should()
            .Be(
                (
                    """{"@timestamp":"t","event":{"doc_id":"1754300000.8812","original":"line"},"wazuh":{"active_response":"""
                    + """RESPONSE,"agent":{"id":"001","name":"web01"},"rule":{"id":"5712","level":"high","title":"many """
                    + """tries"},"protocol":{"location":"/var/log/auth.log"}},"source":{"ip":"203.0.113.9"},"user":"""
                    + """{"name":"bob"},"command":"enable"}"""
                ).Replace("RESPONSE", Response, StringComparison.Ordinal)
            );

    [Fact]
    public void An_order_by_hand_is_an_event_of_its_subject() =>
        Describe(Orders.Of(user: "bob", file: "/tmp/x", origin: ResponseOrigin.Manual))
            .Stdin.Should()
            .Be(
                (
                    """{"event":{},"wazuh":{"active_response":RESPONSE},"source":{"ip":"203.0.113.9"},"user":"""
                    + """{"name":"bob"},"file":{"path":"/tmp/x"},"command":"enable"}"""
                ).Replace("RESPONSE", Response, StringComparison.Ordinal)
            );

    [Theory]
    [InlineData(0, "informational")]
    [InlineData(3, "informational")]
    [InlineData(4, "low")]
    [InlineData(7, "medium")]
    [InlineData(10, "high")]
    [InlineData(13, "critical")]
    public void A_level_becomes_the_word_of_its_range(int level, string word) =>
        Describe(Orders.Of(origin: Orders.Origin() with { Level = level }))
            .Stdin.Should()
            .Contain($"\"rule\":{{\"id\":\"5712\",\"level\":\"{word}\"}}");

    [Fact]
    public void Without_a_timeout_the_response_is_stateless() =>
        Describe(Orders.Of() with { Timeout = TimeSpan.Zero })
            .Stdin.Should()
            .Contain("\"type\":\"stateless\"}")
            .And.NotContain("stateful_timeout");

    [Fact]
    public void Part_of_a_second_counts_as_a_whole_one() =>
        Describe(Orders.Of() with { Timeout = TimeSpan.FromMilliseconds(1500) }).Stdin.Should().Contain("\"stateful_timeout\":2}");

    [Theory]
    [InlineData(ResponseLocation.Local, "\"location\":\"local\",\"type\"")]
    [InlineData(ResponseLocation.Server, "\"location\":\"local\",\"type\"")]
    [InlineData(ResponseLocation.All, "\"location\":\"all\",\"type\"")]
    [InlineData(ResponseLocation.DefinedAgent, "\"location\":\"defined-agent\",\"agent_id\":\"007\",\"type\"")]
    public void The_location_is_written_as_the_manager_stores_it(ResponseLocation where, string text) =>
        Describe(Orders.Of(where: where) with { TargetAgent = "007" }).Stdin.Should().Contain(text);

    [Fact]
    public void Extra_arguments_stay_one_text() =>
        Describe(Orders.Of(extra: "-x one")).Stdin.Should().Contain("\"extra_arguments\":\"-x one\"");

    [Theory]
    [InlineData("""{"wazuh":{},"source":{"ip":"192.0.2.1"}}""")]
    [InlineData("""{"wazuh":{},"Source":{"IP":"192.0.2.1"},"source":{"ip":"192.0.2.1"}}""")]
    [InlineData("""{"wazuh":{},"source":{"ip":["192.0.2.1"]}}""")]
    [InlineData("""{"wazuh":{},"source":{"ip":"203.0.113.9","ip":"192.0.2.1"}}""")]
    [InlineData("""{"wazuh":{},"source":"192.0.2.1"}""")]
    [InlineData("""{"wazuh":{},"source.ip":"192.0.2.1"}""")]
    [InlineData("""{"wazuh":"192.0.2.1"}""")]
    [InlineData("""{"rule":{},"source":{"ip":"192.0.2.1"}}""")]
    [InlineData("""{"source":{"ip":"192.0.2.1"}}""")]
    [InlineData("{}")]
    public void A_program_finds_no_other_address_than_the_one_that_was_judged(string alert)
    {
        var stdin = Call(alert).Stdin!;
        stdin.Should().NotContain("192.0.2.1");
        StockText(stdin, "source", "ip").Should().Be("203.0.113.9");
        StockText(Call(alert, address: null).Stdin!, "source", "ip").Should().BeNull();
    }

    [Theory]
    [InlineData("""{"wazuh":{},"user":{"name":"root","id":"0"}}""")]
    [InlineData("""{"wazuh":{},"USER":{"Name":"root"}}""")]
    [InlineData("""{"wazuh":{},"user":"root","user.name":"root"}""")]
    public void A_program_finds_no_other_user_than_the_one_that_was_judged(string alert)
    {
        StockText(Call(alert, user: "bob").Stdin!, "user", "name").Should().Be("bob");
        Call(alert).Stdin.Should().NotContain("root");
    }

    [Theory]
    [InlineData("""{"Command":"disable","wazuh":{}}""")]
    [InlineData("""{"command":"disable","COMMAND":"x","wazuh":{}}""")]
    public void The_event_cannot_give_the_command(string alert) => StockText(Call(alert).Stdin!, "command").Should().Be("enable");

    [Theory]
    [InlineData("""{"wazuh":{"Active_Response":{"executable":"evil","extra_arguments":"-x"}}}""")]
    [InlineData("""{"Wazuh":{"active_response":{"executable":"evil"}},"wazuh":{"active_response":{"executable":"evil"}}}""")]
    public void The_event_cannot_name_the_response(string alert)
    {
        Call(alert).Stdin.Should().NotContain("evil");
        StockText(Call(alert).Stdin!, "wazuh", "active_response", "executable").Should().Be("block.sh");
    }

    [Fact]
    public void The_file_that_was_judged_takes_the_place_of_the_events()
    {
        const string Alert = """{"wazuh":{},"file":{"path":"/etc/passwd","size":1}}""";
        Describe(Orders.Of(file: "/tmp/x", origin: Orders.Origin(json: Alert)))
            .Stdin.Should()
            .Contain("\"file\":{\"path\":\"/tmp/x\",\"size\":1}");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"wazuh":{},"a":"\ud800"}""")]
    public void An_unreadable_alert_is_replaced_by_what_the_order_knows(string alert)
    {
        var call = Call(alert);
        call.AlertShortened.Should().BeTrue();
        call.Stdin.Should().StartWith("""{"event":{"doc_id":"1754300000.8812"},"wazuh":{"active_response":""");
    }

    [Fact]
    public void A_line_is_never_longer_than_a_program_reads()
    {
        string Long(int length) => $$$"""{"wazuh":{},"event":{"original":"{{{new string('x', length)}}}"}}""";
        Call(Long(65_000)).AlertShortened.Should().BeFalse();
        var cut = Call(Long(66_000));
        cut.AlertShortened.Should().BeTrue();
        cut.Stdin!.Length.Should().BeLessThan(1000);
        Describe(Orders.Of(extra: new string('x', 70_000))).Refusal.Should().Contain("longer");
    }

    [Fact]
    public void Whatever_the_alert_is_the_line_is_one_object_with_the_target_and_the_command() =>
        Prop.ForAll<string, string, byte[]>(
                (log, location, junk) =>
                {
                    var shaped = JsonSerializer.SerializeToUtf8Bytes(
                        new
                        {
                            wazuh = log,
                            source = new { ip = location },
                            command = log,
                        }
                    );
                    var old = JsonSerializer.SerializeToUtf8Bytes(new { rule = new { description = log }, full_log = location });
                    foreach (var bytes in new[] { shaped, old, junk ?? [] })
                    {
                        var line = Describe(
                            Orders.Of(extra: log, origin: Orders.Origin(location) with { AlertJson = bytes, AgentName = log })
                        ).Stdin!;
                        if (
                            line.Any(static c => c < ' ')
                            || StockText(line, "source", "ip") != "203.0.113.9"
                            || StockText(line, "command") != "enable"
                        )
                        {
                            return false;
                        }
                    }

                    return true;
                }
            )
            .QuickCheckThrowOnFailure();

    private static ScriptCall Call(
        string alert,
        string? address = "203.0.113.9",
        string? user = null,
        ScriptAction action = ScriptAction.Add
    ) => Describe(Orders.Of(address, user, origin: Orders.Origin(json: alert)), action);

    private static ScriptCall Describe(ResponseOrder order, ScriptAction action = ScriptAction.Add) =>
        ScriptCall.Describe(order, action, ScriptProtocol.Wazuh5Stdin, "active-response/bin/block.sh");

    // As a stock program looks for it: any case of letters, the first of equal keys.
    private static string? StockText(string line, params string[] path)
    {
        var at = JsonSerializer.Deserialize<JsonElement>(line);
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            at = at.EnumerateObject().FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }
}
