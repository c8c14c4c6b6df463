using System.Buffers;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Messages;

/// <summary>Reads and writes messages as JSON: one object in UTF-8, with a version. Reading is strict and never throws.</summary>
internal static class MessageJson
{
    private const int Version = 1;

    // An order's depth plus one, as it is nested in the message.
    private static readonly JsonReaderOptions Strict = new()
    {
        MaxDepth = 6,
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
    };

    public static byte[] Write(FleetMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteString("fleet"u8, message.Fleet);
            json.WriteString("target"u8, message.Target.ToString());
            json.WriteString("key"u8, message.Key);
            json.WriteString("verb"u8, NameOf(message.Verb));
            json.WriteNumber("issued"u8, message.Issued.ToUnixTimeMilliseconds());
            WriteTime(json, "end"u8, message.End);
            WriteTime(json, "expires"u8, message.Expires);
            if (message.Epoch is { } epoch)
            {
                json.WriteString("epoch"u8, epoch);
            }

            if (message.Network is { } network)
            {
                json.WriteString("network"u8, network.ToString());
            }

            if (message.IsCanary)
            {
                json.WriteBoolean("canary"u8, true);
            }

            if (message.Order is { } order)
            {
                json.WritePropertyName("order"u8);
                json.WriteRawValue(ResponseOrderJson.Write(WithoutNote(order)), skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // The note has a header of its own.
    private static ResponseOrder WithoutNote(ResponseOrder order) => order with { Origin = order.Origin.With(note: null) };

    /// <summary>Parses the output of <see cref="Write"/>.</summary>
    /// <param name="utf8Json">The whole text.</param>
    /// <param name="problem">What is wrong with it, in one line; null if it is valid.</param>
    public static FleetMessage? Read(ReadOnlySpan<byte> utf8Json, out string? problem)
    {
        problem = null;
        try
        {
            return ReadNow(utf8Json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            problem = SafeText.Of($"it can't be read: {e.Message}", 400);
            return null;
        }
    }

    public static string NameOf(MessageVerb verb) =>
        verb switch
        {
            MessageVerb.Apply => "apply",
            MessageVerb.Lift => "lift",
            MessageVerb.Halt => "halt",
            MessageVerb.Resume => "resume",
            MessageVerb.Allow => "allow",
            MessageVerb.Disallow => "disallow",
            _ => "epoch",
        };

    // Long: one case per member of a message.
    private static FleetMessage ReadNow(ReadOnlySpan<byte> utf8Json)
    {
        var json = new Utf8JsonReader(utf8Json, Strict);
        json.Read();
        int? version = null;
        string? fleet = null,
            key = null,
            epoch = null;
        FleetTarget? target = null;
        MessageVerb? verb = null;
        DateTimeOffset? issued = null,
            end = null,
            expires = null;
        ResponseOrder? order = null;
        AddressPrefix? network = null;
        var isCanary = false;
        var members = new OrderMembers(json);
        while (members.Next(ref json, out var name))
        {
            switch (name)
            {
                case "v":
                    version = json.GetInt32();
                    break;
                case "fleet":
                    fleet = OrderMembers.Text(ref json);
                    break;
                case "target":
                    target = TargetOf(OrderMembers.Text(ref json));
                    break;
                case "key":
                    key = OrderMembers.Text(ref json);
                    break;
                case "verb":
                    verb = VerbOf(OrderMembers.Text(ref json));
                    break;
                case "issued":
                    issued = DateTimeOffset.FromUnixTimeMilliseconds(json.GetInt64());
                    break;
                case "end":
                    end = DateTimeOffset.FromUnixTimeMilliseconds(json.GetInt64());
                    break;
                case "expires":
                    expires = DateTimeOffset.FromUnixTimeMilliseconds(json.GetInt64());
                    break;
                case "epoch":
                    epoch = OrderMembers.Text(ref json);
                    break;
                case "network":
                    network = NetworkOf(OrderMembers.Text(ref json));
                    break;
                case "canary":
                    isCanary = json.GetBoolean();
                    break;
                case "order":
                    order = OrderOf(utf8Json, ref json);
                    break;
                default:
                    throw OrderMembers.Unknown(name);
            }
        }

        if (json.Read())
        {
            throw new FormatException("There is text after the message.");
        }

        if (version != Version)
        {
            throw new FormatException($"Its version isn't {Version}.");
        }

        return new FleetMessage
        {
            Fleet = fleet ?? throw OrderMembers.Missing("fleet"),
            Target = target ?? throw OrderMembers.Missing("target"),
            Key = key ?? throw OrderMembers.Missing("key"),
            Verb = verb ?? throw OrderMembers.Missing("verb"),
            Issued = issued ?? throw OrderMembers.Missing("issued"),
            End = end,
            Expires = expires,
            IsCanary = isCanary,
            Epoch = epoch ?? (verb == MessageVerb.Epoch ? throw OrderMembers.Missing("epoch") : null),
            Network = network ?? (verb is MessageVerb.Allow or MessageVerb.Disallow ? throw OrderMembers.Missing("network") : null),
            Order = order ?? (verb is MessageVerb.Apply or MessageVerb.Lift ? throw OrderMembers.Missing("order") : null),
        };
    }

    private static ResponseOrder OrderOf(ReadOnlySpan<byte> utf8Json, ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return ResponseOrderJson.TryRead(utf8Json[start..(int)json.BytesConsumed], out var order, out var problem)
            ? order
            : throw new FormatException(problem);
    }

    private static FleetTarget TargetOf(string text) =>
        FleetTarget.TryParse(text, out var target) ? target : throw new FormatException("Its target is invalid.");

    private static AddressPrefix NetworkOf(string text) =>
        AddressPrefix.TryParse(text, out var network) ? network : throw new FormatException("Its network is invalid.");

    private static MessageVerb VerbOf(string name) =>
        name switch
        {
            "apply" => MessageVerb.Apply,
            "lift" => MessageVerb.Lift,
            "epoch" => MessageVerb.Epoch,
            "halt" => MessageVerb.Halt,
            "resume" => MessageVerb.Resume,
            "allow" => MessageVerb.Allow,
            "disallow" => MessageVerb.Disallow,
            _ => throw new FormatException("Its verb is unknown."),
        };

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            json.WriteNumber(name, given.ToUnixTimeMilliseconds());
        }
    }
}
