using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>One line from wazuh-execd, of version 4 or 5.</summary>
internal sealed class WazuhMessage
{
    // The maximum depth of Wazuh's own reader.
    private const int Deepest = 1000;
    private readonly JsonElement _root;

    private WazuhMessage(JsonElement root, bool isWazuh5, string command)
    {
        _root = root;
        IsWazuh5 = isWazuh5;
        Command = command;
    }

    /// <summary>Whether it has the form of Wazuh 5: the event itself, with the response under <c>wazuh</c>.</summary>
    public bool IsWazuh5 { get; }

    public string Command { get; }

    /// <summary>The requested action; null if its command belongs to the middle of a dialogue.</summary>
    public ScriptAction? Action =>
        (IsWazuh5, Command) switch
        {
            (_, "add") or (true, "enable") => ScriptAction.Add,
            (_, "delete") or (true, "disable") => ScriptAction.Delete,
            _ => null,
        };

    /// <summary>Reads a line; null if it isn't a message. Ignores text after the object, like the stock programs.</summary>
    public static WazuhMessage? Read(byte[] line)
    {
        if (RootOf(line) is not { ValueKind: JsonValueKind.Object } root || MessageFields.Text(root, "command") is not { } command)
        {
            return null;
        }

        if (MessageFields.Find(root, "parameters") is null && MessageFields.Find(root, "wazuh", JsonValueKind.Object) is not null)
        {
            return new WazuhMessage(root, isWazuh5: true, command);
        }

        return
            MessageFields.Find(root, "version", JsonValueKind.Number) is not null
            && MessageFields.Find(root, "origin", JsonValueKind.Object) is not null
            && MessageFields.Find(root, "parameters", JsonValueKind.Object) is not null
            ? new WazuhMessage(root, isWazuh5: false, command)
            : null;
    }

    private static JsonElement? RootOf(ReadOnlySpan<byte> text)
    {
        text = text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text;
        text = text.StartsWith("\ufeff"u8) ? text[3..] : text;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = Deepest });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The subject of the message.</summary>
    public ScriptRequest ToRequest(ScriptAction action, bool withAlert) =>
        IsWazuh5 ? ToRequest5(action, withAlert) : ToRequest4(action, withAlert);

    private ScriptRequest ToRequest4(ScriptAction action, bool withAlert)
    {
        var parameters = MessageFields.Find(_root, "parameters");
        var alert = MessageFields.Find(parameters, "alert", JsonValueKind.Object);
        var data = MessageFields.Find(alert, "data", JsonValueKind.Object);
        var windows = MessageFields.Find(MessageFields.Find(data, "win"), "eventdata");
        return new ScriptRequest
        {
            Action = action,

            // An invalid first value doesn't fall through to the next, but one that isn't text does.
            Address =
                MessageFields.Text(windows, "ipAddress")
                ?? MessageFields.Text(windows, "destinationIp")
                ?? MessageFields.Text(data, "srcip"),
            User = MessageFields.Text(data, "dstuser"),
            File = MessageFields.Text(MessageFields.Find(alert, "syscheck"), "path"),
            ExtraArguments = Arguments(MessageFields.Find(parameters, "extra_args", JsonValueKind.Array)),
            Origin = OriginOf(
                alert,
                MessageFields.Text(alert, "id"),
                MessageFields.Find(alert, "rule"),
                MessageFields.Find(alert, "agent"),
                withAlert
            ),
        };
    }

    private ScriptRequest ToRequest5(ScriptAction action, bool withAlert)
    {
        var wazuh = MessageFields.Find(_root, "wazuh");
        return new ScriptRequest
        {
            Action = action,
            Address = MessageFields.Text(MessageFields.Find(_root, "source"), "ip"),
            User = MessageFields.Text(MessageFields.Find(_root, "user"), "name"),
            File = MessageFields.Text(MessageFields.Find(_root, "file"), "path"),
            ExtraArguments = MessageFields.Text(MessageFields.Find(wazuh, "active_response"), "extra_arguments") is { Length: > 0 } extra
                ? extra
                : null,
            Origin = OriginOf(
                _root,
                MessageFields.Text(MessageFields.Find(_root, "event"), "doc_id"),
                MessageFields.Find(wazuh, "rule"),
                MessageFields.Find(wazuh, "agent"),
                withAlert
            ),
        };
    }

    private static ResponseOrigin OriginOf(JsonElement? alert, string? id, JsonElement? rule, JsonElement? agent, bool withAlert) =>
        new()
        {
            AlertId = id ?? "",
            RuleId = uint.TryParse(MessageFields.Text(rule, "id"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0,
            Level = MessageFields.Find(rule, "level", JsonValueKind.Number) is { } level && level.TryGetInt32(out var value) ? value : 0,
            AgentId = MessageFields.Text(agent, "id"),
            AgentName = MessageFields.Text(agent, "name"),
            Location = MessageFields.Text(alert, "location"),
            // As bytes: a log line in it may not be Unicode.
            AlertJson = withAlert && alert is { } whole ? JsonMarshal.GetRawUtf8Value(whole).ToArray() : default,
        };

    private static string? Arguments(JsonElement? list)
    {
        List<string> texts = [];
        foreach (var item in list?.EnumerateArray() ?? default)
        {
            if (MessageFields.Text(item) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts.Count == 0 ? null : string.Join(' ', texts);
    }
}
