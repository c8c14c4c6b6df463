using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Reads and writes the holders of an effect as a JSON list. A holder with the order's origin omits it.</summary>
internal static class HolderJson
{
    private static readonly JsonReaderOptions Strict = new()
    {
        MaxDepth = 4,
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
    };

    public static void Write(IBufferWriter<byte> buffer, EffectRecord effect)
    {
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var holder in effect.Holders)
        {
            json.WriteStartObject();
            json.WriteString("response"u8, holder.ResponseName);
            if (holder.Until is { } until)
            {
                json.WriteNumber("until"u8, until.UtcTicks);
            }

            json.WriteNumber("offense"u8, holder.Offense);
            if (holder.Origin != effect.Order.Origin)
            {
                json.WritePropertyName("origin"u8);
                ResponseOrderJson.WriteOriginObject(json, holder.Origin);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <exception cref="FormatException">It isn't a list of holders; likewise <see cref="JsonException"/> and
    /// <see cref="InvalidOperationException"/>.</exception>
    public static ImmutableArray<EffectHolder> Read(ReadOnlySpan<byte> utf8Json, ResponseOrigin ofOrder, Interning shared)
    {
        var json = new Utf8JsonReader(utf8Json, Strict);
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException("A list of holders was expected.");
        }

        var holders = ImmutableArray.CreateBuilder<EffectHolder>(1);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            holders.Add(Holder(ref json, ofOrder, shared));
        }

        return holders.DrainToImmutable();
    }

    private static EffectHolder Holder(ref Utf8JsonReader json, ResponseOrigin ofOrder, Interning shared)
    {
        string? response = null;
        DateTimeOffset? until = null;
        var offense = 0;
        var origin = ofOrder;
        var members = new OrderMembers(json);
        while (members.Next(ref json, out var name))
        {
            switch (name)
            {
                case "response":
                    response = OrderMembers.Text(ref json);
                    break;
                case "until":
                    until = KeyColumns.ToTime(json.GetInt64());
                    break;
                case "offense":
                    offense = json.GetInt32();
                    break;
                case "origin":
                    origin = OrderReader.Origin(ref json);
                    break;
                default:
                    throw OrderMembers.Unknown(name);
            }
        }

        return new EffectHolder(shared.Of(response ?? throw OrderMembers.Missing("response")), until, offense, origin);
    }
}
