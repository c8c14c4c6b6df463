using System.Globalization;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Dispatch;

/// <summary>
/// Reads an order from JSON; throws <see cref="JsonException"/>, <see cref="FormatException"/> or <see cref="InvalidOperationException"/>.
/// </summary>
internal static class OrderReader
{
    private static readonly JsonReaderOptions Strict = new()
    {
        MaxDepth = 4,
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
    };

    // Long: one case per member of an order.
    public static ResponseOrder Read(ReadOnlySpan<byte> utf8Json)
    {
        var json = new Utf8JsonReader(utf8Json, Strict);
        json.Read();
        int? version = null;
        string? response = null,
            responder = null,
            agent = null;
        CommandDefinition? command = null;
        Subject? subject = null;
        ResponseLocation? location = null;
        bool? here = null,
            elsewhere = null;
        TimeSpan? timeout = null;
        ResponseOrigin? origin = null;
        var members = new OrderMembers(json);
        while (members.Next(ref json, out var name))
        {
            switch (name)
            {
                case "version":
                    version = json.GetInt32();
                    break;
                case "response":
                    response = OrderMembers.Text(ref json);
                    break;
                case "command":
                    command = Command(ref json);
                    break;
                case "responder":
                    responder = OrderMembers.Text(ref json);
                    break;
                case "subject":
                    subject = SubjectOf(ref json);
                    break;
                case "location":
                    location = OrderWords.LocationOf(OrderMembers.Text(ref json));
                    break;
                case "agent":
                    agent = OrderMembers.Text(ref json);
                    break;
                case "here":
                    here = json.GetBoolean();
                    break;
                case "elsewhere":
                    elsewhere = json.GetBoolean();
                    break;
                case "timeout":
                    timeout = Time(OrderMembers.Text(ref json));
                    break;
                case "origin":
                    origin = Origin(ref json);
                    break;
                default:
                    throw OrderMembers.Unknown(name);
            }
        }

        if (json.Read())
        {
            throw new FormatException("There is other text after the order.");
        }

        if (version != ResponseOrderJson.Version)
        {
            throw new FormatException(
                $"Its version is {version?.ToString(CultureInfo.InvariantCulture) ?? "missing"}, and only "
                    + $"{ResponseOrderJson.Version} is known."
            );
        }

        return new ResponseOrder
        {
            ResponseName = response ?? throw OrderMembers.Missing("response"),
            Command = command ?? throw OrderMembers.Missing("command"),
            Responder = responder ?? throw OrderMembers.Missing("responder"),
            Subject = subject ?? throw OrderMembers.Missing("subject"),
            Location = location ?? throw OrderMembers.Missing("location"),
            TargetAgent = agent,
            RunsHere = here ?? throw OrderMembers.Missing("here"),
            RunsElsewhere = elsewhere ?? throw OrderMembers.Missing("elsewhere"),
            Timeout = timeout ?? throw OrderMembers.Missing("timeout"),
            Origin = origin ?? throw OrderMembers.Missing("origin"),
        };
    }

    // Long: one case per member of a command.
    private static CommandDefinition Command(ref Utf8JsonReader json)
    {
        string? commandName = null,
            executable = null,
            extraArguments = null;
        ExpectedFields? expect = null;
        bool? timeoutAllowed = null;
        var members = new OrderMembers(json);
        while (members.Next(ref json, out var name))
        {
            switch (name)
            {
                case "name":
                    commandName = OrderMembers.Text(ref json);
                    break;
                case "executable":
                    executable = OrderMembers.Text(ref json);
                    break;
                case "expect":
                    expect = Expect(ref json);
                    break;
                case "timeoutAllowed":
                    timeoutAllowed = json.GetBoolean();
                    break;
                case "extraArguments":
                    extraArguments = OrderMembers.Text(ref json);
                    break;
                case "extraArgumentsBytes":
                    extraArguments = OrderMembers.Bytes(ref json);
                    break;
                default:
                    throw OrderMembers.Unknown(name);
            }
        }

        return new CommandDefinition
        {
            Name = commandName ?? throw OrderMembers.Missing("name"),
            Executable = executable ?? throw OrderMembers.Missing("executable"),
            Expect = expect ?? throw OrderMembers.Missing("expect"),
            TimeoutAllowed = timeoutAllowed ?? throw OrderMembers.Missing("timeoutAllowed"),
            ExtraArguments = extraArguments,
        };
    }

    private static ExpectedFields Expect(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException("'expect' isn't a list.");
        }

        var fields = ExpectedFields.None;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            fields |= OrderWords.FieldOf(OrderMembers.Text(ref json));
        }

        return fields;
    }

    private static Subject SubjectOf(ref Utf8JsonReader json)
    {
        var subject = Subject.None;
        var members = new OrderMembers(json);
        while (members.Next(ref json, out var name))
        {
            subject = name switch
            {
                "address" => subject with { Address = Address(OrderMembers.Text(ref json)) },
                "user" => subject with { User = OrderMembers.Text(ref json) },
                "file" => subject with { File = OrderMembers.Text(ref json) },
                "fileBytes" => subject with { File = OrderMembers.Bytes(ref json) },
                "keys" => subject with { Keys = OrderMembers.Text(ref json) },
                _ => throw OrderMembers.Unknown(name),
            };
        }

        return subject;
    }

    private static AddressPrefix Address(string text) =>
        AddressPrefix.TryParse(text, out var address)
            ? address
            : throw new FormatException($"'{text}' isn't an address or network in canonical notation.");

    private static TimeSpan Time(string text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new FormatException($"'{text}' isn't a time such as 00:10:00.");

    public static ResponseOrigin Origin(ref Utf8JsonReader json)
    {
        var origin = ResponseOrigin.Manual;
        var members = new OrderMembers(json);
        while (members.Next(ref json, out var name))
        {
            origin = name switch
            {
                "alert" => origin with { AlertId = OrderMembers.Text(ref json) },
                "rule" => origin with { RuleId = json.GetUInt32() },
                "level" => origin with { Level = json.GetInt32() },
                "agentId" => origin with { AgentId = OrderMembers.Text(ref json) },
                "agentIdBytes" => origin with { AgentId = OrderMembers.Bytes(ref json) },
                "agentName" => origin with { AgentName = OrderMembers.Text(ref json) },
                "agentNameBytes" => origin with { AgentName = OrderMembers.Bytes(ref json) },
                "location" => origin with { Location = OrderMembers.Text(ref json) },
                "locationBytes" => origin with { Location = OrderMembers.Bytes(ref json) },
                "sender" => origin with { Sender = OrderMembers.Text(ref json) },
                "reason" => origin with { Reason = OrderMembers.Text(ref json) },
                "by" => origin with { By = OrderMembers.Text(ref json) },
                "config" => origin with { ConfigVersion = OrderMembers.Text(ref json) },
                "alertJson" => origin with { AlertJson = json.GetBytesFromBase64() },
                _ => throw OrderMembers.Unknown(name),
            };
        }

        return origin;
    }
}
