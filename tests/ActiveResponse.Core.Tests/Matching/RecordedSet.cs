using System.Text.Json;
using System.Text.RegularExpressions;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tests.Matching;

/// <summary>One recorded alert and the names of the responses whose messages went out.</summary>
internal sealed record RecordedEvent(
    string Line,
    uint RuleId,
    int Level,
    string Groups,
    IReadOnlyDictionary<string, string> Fields,
    string[] SentHere,
    string[] SentAway
)
{
    public AlertKey Key => MatchingSamples.Key(RuleId, Level, Groups);
}

/// <summary>One recorded set: a configuration and the alerts it was tried on.</summary>
internal sealed class RecordedSet
{
    private readonly bool _hasAllowList;
    private readonly bool _sends;

    private RecordedSet(JsonElement set)
    {
        var commands = set.GetProperty("commands").EnumerateArray().Select(Command).ToDictionary(command => command.Name);
        var blocks = set.GetProperty("active_responses").EnumerateArray().ToList();
        Config = new ActiveResponseConfig
        {
            Dialect = ConfigDialect.Ossec,
            Responses = [.. blocks.Where(block => !IsDisabled(block)).Select(block => Response(block, commands))],
        };
        _hasAllowList = set.GetProperty("white_list").GetArrayLength() > 0;

        // A disabled block stops what stands before it, and nothing at all is sent while no response is local or server.
        _sends = blocks
            .Skip(blocks.FindLastIndex(IsDisabled) + 1)
            .Any(block => Regex.IsMatch(Text(block, "location")!, "local|server", RegexOptions.IgnoreCase));
        var rules = set.GetProperty("rules").EnumerateArray().ToDictionary(rule => rule.GetProperty("id").GetUInt32());
        Events = [.. set.GetProperty("events").EnumerateArray().Select(recorded => Event(recorded, rules))];
    }

    public ActiveResponseConfig Config { get; }

    public IReadOnlyList<RecordedEvent> Events { get; }

    public static RecordedSet Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return new RecordedSet(json.RootElement.Clone());
    }

    /// <summary>Whether something other than matching may have kept a message back: a missing or crafted field, the allow list, the quirk
    /// of the flag.</summary>
    public bool MayBeWithheld(ResponseDefinition response, RecordedEvent recorded)
    {
        var expect = response.Command.Expect;
        var user = recorded.Fields.GetValueOrDefault("dstuser") ?? recorded.Fields.GetValueOrDefault("srcuser");
        return !_sends
            || (expect.HasFlag(ExpectedFields.SourceAddress) && (_hasAllowList || !IsPlain(recorded.Fields.GetValueOrDefault("srcip"))))
            || (expect.HasFlag(ExpectedFields.User) && !IsPlain(user))
            || (expect.HasFlag(ExpectedFields.FileName) && !recorded.Fields.ContainsKey("filename"));
    }

    private static bool IsPlain(string? value) => value is not null && Regex.IsMatch(value, "^[0-9A-Za-z.:]+\\z");

    private static bool IsDisabled(JsonElement block) => Text(block, "disabled") == "yes";

    private static CommandDefinition Command(JsonElement command) =>
        new()
        {
            Name = Text(command, "name")!,
            Executable = Text(command, "executable")!,
            Expect = Text(command, "expect") switch
            {
                "srcip" => ExpectedFields.SourceAddress,
                "user" => ExpectedFields.User,
                "filename" => ExpectedFields.FileName,
                "" => ExpectedFields.None,
                var other => throw new InvalidDataException(other),
            },
        };

    private static ResponseDefinition Response(JsonElement block, Dictionary<string, CommandDefinition> commands)
    {
        var command = commands[Text(block, "command")!];
        return new ResponseDefinition
        {
            Name = command.Name + (Text(block, "timeout") ?? "0"),
            Command = command,
            Level = block.TryGetProperty("level", out var level) ? level.GetInt32() : null,
            RulesGroup = Text(block, "rules_group"),
        };
    }

    private static RecordedEvent Event(JsonElement recorded, Dictionary<uint, JsonElement> rules)
    {
        var rule = rules[recorded.GetProperty("rule").GetUInt32()];
        var messages = recorded
            .GetProperty("messages")
            .EnumerateArray()
            .ToLookup(message => Text(message, "queue"), message => Text(message, "message")!);
        return new RecordedEvent(
            Text(recorded, "log_line")!,
            rule.GetProperty("id").GetUInt32(),
            rule.GetProperty("level").GetInt32(),
            Text(rule, "group") + Text(rule, "subgroup"),
            recorded.GetProperty("fields").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!),
            [.. messages["execq"].Select(message => message.Split(' ')[0])],
            [.. messages["ar"].Select(message => Regex.Match(message, @" [AN][RN][SN] \S+ (\S+) ").Groups[1].Value)]
        );
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : null;
}
