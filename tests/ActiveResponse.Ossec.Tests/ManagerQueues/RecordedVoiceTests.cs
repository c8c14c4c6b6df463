using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Ossec.ManagerQueues.Exact;

namespace ActiveResponse.Ossec.Tests.ManagerQueues;

/// <summary>What a running ossec-analysisd sent, against what we say it sends: every message of every recorded alert.</summary>
public sealed class RecordedVoiceTests
{
    public static TheoryData<string> Sets() =>
        new(Directory.EnumerateFiles(CasesFolder("match"), "M*.json").Select(file => Path.GetFileName(file)).Order());

    public static TheoryData<string> OwnSets() =>
        new(File.ReadLines(OwnSetsFile).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!));

    private static string OwnSetsFile => Path.Combine(CasesFolder("manager-queues"), "sets.jsonl");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Says_what_OSSEC_said_whatever_form_the_alert_is_in(string file)
    {
        using var set = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(CasesFolder("match"), file)));
        var voice = Voice(set.RootElement.GetProperty("ossec_conf").GetString()!);
        var rules = set.RootElement.GetProperty("rules").EnumerateArray().ToDictionary(static rule => rule.GetProperty("id").GetUInt32());
        var seen = 0;
        foreach (var recorded in set.RootElement.GetProperty("events").EnumerateArray())
        {
            var id = $"1700000000.{++seen}";
            var expected = recorded
                .GetProperty("messages")
                .EnumerateArray()
                .Select(message =>
                    $"{message.GetProperty("queue").GetString()} "
                    + $"{message.GetProperty("message").GetString()!.Replace("{TIME}.{ALERT_ID}", id, StringComparison.Ordinal)}"
                )
                .ToList();
            var alert = new RecordedAlert(recorded, rules[recorded.GetProperty("rule").GetUInt32()], id);
            foreach (var form in alert.Forms)
            {
                InQueueOrder(Say(voice, form)).Should().Equal(expected, "{0}", form);
            }
        }

        seen.Should().BePositive();
    }

    [Theory]
    [MemberData(nameof(OwnSets))]
    public void Says_what_OSSEC_said_for_the_alerts_it_wrote(string name)
    {
        using var set = JsonDocument.Parse(
            File.ReadLines(OwnSetsFile).Single(line => line.StartsWith($$"""{"name":"{{name}}",""", StringComparison.Ordinal))
        );
        var voice = Voice(set.RootElement.GetProperty("conf").GetString()!);
        foreach (var recorded in set.RootElement.GetProperty("events").EnumerateArray())
        {
            var alert = recorded.GetProperty("alert").GetString()!;
            InQueueOrder(Say(voice, alert))
                .Should()
                .Equal(recorded.GetProperty("messages").EnumerateArray().Select(static message => message.GetString()), "{0}", alert);
        }
    }

    // Which queue was served first isn't known: the records name this host's first.
    private static IEnumerable<string> InQueueOrder(IEnumerable<QueueMessage> messages) =>
        messages.OrderBy(static message => message.Queue).Select(static message => $"{message.QueueName} {Written(message.Bytes.Span)}");

    private static List<QueueMessage> Say(AnalysisdMessages voice, string record)
    {
        new AlertParser(new AlertParserOptions { FieldsAsWritten = true })
            .TryRead(Encoding.UTF8.GetBytes(record), out var alert, out var error)
            .Should()
            .BeTrue("{0}: {1}", record, error);
        return
        [
            .. voice
                .Explain(alert!)
                .Where(static response => response.Message is not null)
                .Select(static response => response.Message!.Value),
        ];
    }

    private static AnalysisdMessages Voice(string conf)
    {
        var read = new OssecConfigParser().Parse(Encoding.UTF8.GetBytes(conf), new ConfigParseOptions { Dialect = ConfigDialect.Ossec });
        read.Accepted.Should().BeTrue();
        return new AnalysisdMessages(read.Config, read.Daemon);
    }

    // Cut messages may end within a character; the recorder wrote such bytes as \xc3.
    private static string Written(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var unit in LosslessText.Decode(bytes))
        {
            _ = unit is >= (char)0xDC80 and <= (char)0xDCFF ? text.Append($"\\x{unit - 0xDC00:x2}") : text.Append(unit);
        }

        return text.ToString();
    }

    private static string CasesFolder(string name) => Path.Combine(AppContext.BaseDirectory, "Cases", name);

    /// <summary>A recorded event as the alert that each program and file would have of it.</summary>
    private sealed class RecordedAlert(JsonElement recorded, JsonElement rule, string id)
    {
        private readonly string _location = recorded.GetProperty("location").GetString()!;
        private readonly Dictionary<string, string> _fields = recorded
            .GetProperty("fields")
            .EnumerateObject()
            .ToDictionary(static field => field.Name, static field => field.Value.GetString()!);
        private readonly string _groups =
            rule.GetProperty("group").GetString()! + (rule.TryGetProperty("subgroup", out var inner) ? inner.GetString() : "");
        private readonly int _level = rule.GetProperty("level").GetInt32();
        private readonly int _rule = rule.GetProperty("id").GetInt32();

        public IEnumerable<string> Forms =>
            _fields.Keys.Intersect(["srcuser", "filename"]).Any() ? [OssecJson(), WazuhJson()] : [OssecJson(), WazuhJson(), Log()];

        private string OssecJson()
        {
            var alert = new JsonObject
            {
                ["rule"] = new JsonObject
                {
                    ["level"] = _level,
                    ["sidid"] = _rule,
                    ["group"] = _groups,
                },
                ["id"] = id,
                ["location"] = _location,
            };
            foreach (var (name, value) in _fields)
            {
                _ = name == "filename" ? alert["SyscheckFile"] = new JsonObject { ["path"] = value } : alert[name] = value;
            }

            return alert.ToJsonString();
        }

        private string WazuhJson()
        {
            var close = _location.IndexOf(')', StringComparison.Ordinal);
            var arrow = _location.IndexOf("->", StringComparison.Ordinal);
            var data = new JsonObject();
            var alert = new JsonObject
            {
                ["rule"] = new JsonObject
                {
                    ["level"] = _level,
                    ["id"] = $"{_rule}",
                    ["groups"] = new JsonArray([
                        .. _groups.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static group => JsonValue.Create(group)),
                    ]),
                },
                ["agent"] =
                    close < 0
                        ? new JsonObject { ["id"] = "000", ["name"] = "server" }
                        : new JsonObject
                        {
                            ["id"] = "001",
                            ["name"] = _location[1..close],
                            ["ip"] = _location[(close + 2)..arrow],
                        },
                ["id"] = id,
                ["data"] = data,
                ["location"] = close < 0 ? _location : _location[(arrow + 2)..],
            };
            foreach (var (name, value) in _fields)
            {
                _ = name == "filename" ? alert["syscheck"] = new JsonObject { ["path"] = value } : data[name] = value;
            }

            return alert.ToJsonString();
        }

        private string Log() =>
            string.Join(
                '\n',
                new[]
                {
                    $"** Alert {id}: - {_groups}",
                    $"2026 Aug 01 03:17:27 {(_location.StartsWith('(') ? "" : "server->")}{_location}",
                    $"Rule: {_rule} (level {_level}) -> 'text'",
                    _fields.TryGetValue("srcip", out var address) ? $"Src IP: {address}" : null,
                    _fields.TryGetValue("dstuser", out var user) ? $"User: {user}" : null,
                    "a log line",
                }.OfType<string>()
            ) + "\n";
    }
}
