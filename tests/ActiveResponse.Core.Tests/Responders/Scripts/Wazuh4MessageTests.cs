using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Scripts;

public class Wazuh4MessageTests
{
    private const string Program = "active-response/bin/blk";

    // As recorded of wazuh-execd 4.14.8; the address is a documentation one.
    private const string Recorded =
        """{"timestamp":"2026-01-01T00:00:00.000+0000","rule":{"level":"""
        + """5,"description":"t","id":"5716"},"id":"1700000000.4242","agent":{"id":"000","name":"mgr"},"data":"""
        + """{"srcip":"203.0.113.9"},"location":"/var/log/auth.log"}""";

    [Theory]
    [InlineData(ScriptAction.Add, "add")]
    [InlineData(ScriptAction.Delete, "delete")]
    public void Writes_the_line_wazuh_execd_writes(ScriptAction action, string command) =>
        Call(Recorded, action: action)
            .Stdin.Should()
            .Be(
                (
                    """{"version":1,"origin":{"name":"node01","module":"wazuh-execd"},"command":"COMMAND","parameters":"""
                    + """{"extra_args":[],"alert":ALERT,"program":"active-response/bin/blk"}}"""
                )
                    .Replace("COMMAND", command, StringComparison.Ordinal)
                    .Replace("ALERT", Recorded, StringComparison.Ordinal)
            );

    [Fact]
    public void The_program_gets_no_arguments() => Call(Recorded).Argv.Should().Equal(Program);

    [Fact]
    public void Extra_arguments_are_split_at_spaces() => Extra("-x  one two ").Should().Equal("-x", "one", "two");

    [Fact]
    public void A_pretty_printed_alert_becomes_one_line() =>
        Call("{\n  \"data\": {\r\n \"srcip\": \"203.0.113.9\" }\n}")
            .Stdin.Should()
            .NotContainAny("\n", "\r")
            .And.Contain("""{"data":{"srcip":"203.0.113.9"}}""");

    [Fact]
    public void Texts_keep_their_characters_and_numbers_their_digits() =>
        Call("""{"full_log":"é <a> & 'b' + \\ \u0007","n":1.50e3,"data":{"srcip":"203.0.113.9"}}""")
            .Stdin.Should()
            .Contain("""{"full_log":"é <a> & 'b' + \\ \u0007","n":1.50e3,""");

    [Theory]
    [InlineData("\U0001F600")]
    [InlineData("\u00A0")]
    [InlineData("\u3000")]
    [InlineData("\u2028\u2029")]
    [InlineData("\uE000\U0010FFFD")]
    [InlineData("\u200B\uFEFF\uFFFE")]
    [InlineData("<a> & 'b' + / `")]
    public void Only_what_JSON_demands_is_escaped(string text) => IsTold(text);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_told_as_they_came() => IsTold("caf\udce9\udcff\U0001F600");

    [Fact]
    public void Control_characters_that_JSON_lets_stand_are_not_escaped() =>
        Call("{\"full_log\":\"\u007F\u0085\"}").Stdin.Should().Contain("\"full_log\":\"\u007F\u0085\"");

    private static void IsTold(string text)
    {
        var json = LosslessText.Encode($$$"""{"full_log":"{{{text}}}","data":{"srcip":"203.0.113.9"}}""");
        var order = Orders.Of(
            file: $"/tmp/{text}",
            extra: text.Replace(" ", "", StringComparison.Ordinal),
            origin: Orders.Origin() with
            {
                AlertJson = json,
            }
        );

        ScriptCall
            .Describe(order, ScriptAction.Add, ScriptProtocol.Wazuh4Stdin, Program)
            .Stdin.Should()
            .Contain($"\"full_log\":\"{text}\"");
        var bare = order with { Origin = order.Origin with { AlertJson = default } };
        ScriptCall
            .Describe(bare, ScriptAction.Add, ScriptProtocol.Wazuh4Stdin, Program)
            .Stdin.Should()
            .Contain($"\"path\":\"/tmp/{text}\"");
    }

    [Fact]
    public void A_value_nested_as_deep_as_the_original_reads_is_handed_on()
    {
        string Deep(int levels) => $$$"""{"x":{{{new string('[', levels)}}}{{{new string(']', levels)}}},"data":{"srcip":"203.0.113.9"}}""";

        Call(Deep(999)).AlertShortened.Should().BeFalse();
        Call(Deep(1000)).AlertShortened.Should().BeTrue();
    }

    [Fact]
    public void A_null_stays_where_nothing_was_judged() =>
        Call("""{"data":{"srcip":"203.0.113.9","dstuser":null}}""").Stdin.Should().Contain("""{"srcip":"203.0.113.9","dstuser":null}""");

    [Theory]
    [InlineData("""{"data":{"srcip":"192.0.2.1"}}""")]
    [InlineData("""{"data":{"srcip":"1.2.3"}}""")]
    [InlineData("""{"data":{"srcip":["203.0.113.9","192.0.2.1"]}}""")]
    [InlineData("""{"data":{"SrcIp":"192.0.2.1","srcip":"203.0.113.9"}}""")]
    [InlineData("""{"data":{"srcip":"203.0.113.9","srcip":"192.0.2.1"}}""")]
    [InlineData("""{"data":{"win":{"eventdata":{"ipAddress":"192.0.2.1"}},"srcip":"203.0.113.9"}}""")]
    [InlineData("""{"data":{"WIN":{"EventData":{"IPADDRESS":"192.0.2.1"}},"srcip":"203.0.113.9"}}""")]
    [InlineData("""{"data":{"win":{"eventdata":{"destinationIp":"192.0.2.1"}}}}""")]
    [InlineData("""{"data":{"win":{"x":1},"Win":{"eventdata":{"ipAddress":"192.0.2.1"}}}}""")]
    [InlineData("""{"data":{"win":{"eventdata":{},"eventData":{"ipAddress":"192.0.2.1"}}}}""")]
    [InlineData("""{"Data":{},"data":{"srcip":"192.0.2.1"}}""")]
    [InlineData("""{"data":"192.0.2.1"}""")]
    [InlineData("{}")]
    public void A_program_finds_no_other_address_than_the_one_that_was_judged(string alert)
    {
        StockAddress(Call(alert)).Should().Be("203.0.113.9");
        Call(alert).Stdin.Should().NotContainAny("192.0.2.1", "1.2.3\"");
        var without = Call(alert, address: null);
        StockAddress(without).Should().BeNull("the alert has no address that planning took");
    }

    [Fact]
    public void A_windows_address_that_was_judged_stays() =>
        StockAddress(Call("""{"data":{"win":{"eventdata":{"ipAddress":"203.0.113.9","logonType":"3"}}}}""")).Should().Be("203.0.113.9");

    [Theory]
    [InlineData("""{"data":{"srcip":"203.0.113.9","dstuser":"root"}}""", "bob", "bob")]
    [InlineData("""{"data":{"DstUser":"root","dstuser":"bob"}}""", "bob", "bob")]
    [InlineData("""{"data":{"dstuser":"-rf"}}""", null, null)]
    [InlineData("{}", "bob", "bob")]
    public void A_program_finds_no_other_user_than_the_one_that_was_judged(string alert, string? user, string? expected)
    {
        var data = Find(Find(Alert(Call(alert, user: user)), "data"), "dstuser");
        data?.GetString().Should().Be(expected);
    }

    [Fact]
    public void An_order_by_hand_carries_its_subject() =>
        ScriptCall
            .Describe(Orders.Of(user: "bob", origin: ResponseOrigin.Manual), ScriptAction.Add, ScriptProtocol.Wazuh4Stdin, Program)
            .Stdin.Should()
            .Contain(
                """{"data":{"srcip":"203.0.113.9","dstuser":"bob"}}""".Replace("{\"data\"", "\"alert\":{\"data\"", StringComparison.Ordinal)
            );

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void An_unreadable_alert_is_replaced_by_what_the_order_knows(string alert)
    {
        var call = Call(alert);
        call.AlertShortened.Should().BeTrue();
        call.Stdin.Should()
            .Contain(
                "\"alert\":{\"rule\":{\"level\":10,\"id\":\"5712\"},\"agent\":{\"id\":\"001\",\"name\":\"web01\"},"
                    + "\"id\":\"1754300000.8812\",\"data\":{\"srcip\":\"203.0.113.9\"},\"location\":\"/var/log/auth.log\"}"
            );
    }

    [Fact]
    public void An_alert_of_bytes_that_are_no_text_does_no_harm()
    {
        byte[] bytes = [.. "{\"full_log\":\""u8, 0xff, 0xfe, .. "\"}"u8];
        var order = Orders.Of(origin: Orders.Origin() with { AlertJson = bytes });
        var call = ScriptCall.Describe(order, ScriptAction.Add, ScriptProtocol.Wazuh4Stdin, Program);
        StockAddress(call).Should().Be("203.0.113.9");
    }

    [Fact]
    public void A_line_is_never_longer_than_a_program_reads()
    {
        string Long(int length) => $$"""{"full_log":"{{new string('x', length)}}"}""";
        var fits = Call(Long(65_000));
        fits.AlertShortened.Should().BeFalse();
        var cut = Call(Long(66_000));
        cut.AlertShortened.Should().BeTrue();
        cut.Stdin!.Length.Should().BeLessThan(1000);
        StockAddress(cut).Should().Be("203.0.113.9");
        var order = Orders.Of(extra: new string('x', 70_000));
        ScriptCall.Describe(order, ScriptAction.Add, ScriptProtocol.Wazuh4Stdin).Refusal.Should().Contain("longer");
    }

    [Fact]
    public void Whatever_the_alert_is_the_line_is_one_object_with_the_four_fields() =>
        Prop.ForAll<string, string, byte[]>(
                (log, location, junk) =>
                {
                    var json = JsonSerializer.SerializeToUtf8Bytes(new { full_log = log, data = new { srcip = location } });
                    foreach (var bytes in new[] { json, junk ?? [] })
                    {
                        var order = Orders.Of(extra: log, origin: Orders.Origin(location) with { AlertJson = bytes, AgentName = log });
                        var line = ScriptCall.Describe(order, ScriptAction.Add, ScriptProtocol.Wazuh4Stdin, Program).Stdin!;
                        using var document = JsonDocument.Parse(line);
                        if (
                            line.Any(static c => c < ' ')
                            || document.RootElement.EnumerateObject().Count() != 4
                            || StockAddress(line) != "203.0.113.9"
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
    ) => ScriptCall.Describe(Orders.Of(address, user, origin: Orders.Origin(json: alert)), action, ScriptProtocol.Wazuh4Stdin, Program);

    private static string[] Extra(string extra)
    {
        var call = ScriptCall.Describe(Orders.Of(extra: extra), ScriptAction.Add, ScriptProtocol.Wazuh4Stdin, Program);
        using var document = JsonDocument.Parse(call.Stdin!);
        return
        [
            .. document.RootElement.GetProperty("parameters").GetProperty("extra_args").EnumerateArray().Select(static e => e.GetString()!),
        ];
    }

    private static string? StockAddress(ScriptCall call) => StockAddress(call.Stdin!);

    // As a stock program looks for it: any case of letters, the first of equal keys, ipAddress before destinationIp before srcip.
    private static string? StockAddress(string line)
    {
        var data = Find(Alert(line), "data");
        var windows = Find(Find(data, "win"), "eventdata");
        return (Find(windows, "ipAddress") ?? Find(windows, "destinationIp") ?? Find(data, "srcip"))?.GetString();
    }

    private static JsonElement? Alert(ScriptCall call) => Alert(call.Stdin!);

    private static JsonElement? Alert(string line) =>
        Find(Find(JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetBytes(line)), "parameters"), "alert");

    private static JsonElement? Find(JsonElement? from, string name)
    {
        if (from is not { ValueKind: JsonValueKind.Object } element)
        {
            return null;
        }

        foreach (var field in element.EnumerateObject().Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            return field.Value;
        }

        return null;
    }
}
