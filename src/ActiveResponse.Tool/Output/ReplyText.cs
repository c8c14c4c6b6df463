using System.Globalization;
using System.Text.Json;
using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Output;

/// <summary>Members of a reply as text; empty if missing.</summary>
internal static class ReplyText
{
    public static string Of(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value)
            ? ToolText.OneLine(
                value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString(),
                    JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(static part => part.ToString())),
                    JsonValueKind.Null => "",
                    _ => value.ToString(),
                }
            )
            : "";

    public static long Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? (long)number
            : 0;

    public static string Time(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : "";

    /// <summary>The remaining time of an effect.</summary>
    public static string Left(JsonElement item) =>
        item.TryGetProperty("secondsLeft", out _) ? Duration.Text(Number(item, "secondsLeft")) : "until lifted";

    /// <summary>The alert of an effect or an entry, and who has done what by hand, and why.</summary>
    public static string Why(JsonElement item)
    {
        var note = Note(item);
        if (Of(item, "alertId").Length == 0)
        {
            return note.Length > 0 ? note : "by hand";
        }

        var agent = Of(item, "agent");
        return $"rule {Of(item, "ruleId")}, alert {Of(item, "alertId")}{(agent.Length > 0 ? $", agent {agent}" : "")}"
            + (note.Length > 0 ? $"; {note}" : "");
    }

    /// <summary>Who did it by hand, and why; empty if neither is known.</summary>
    public static string Note(JsonElement item)
    {
        var (by, reason) = (Of(item, "by"), Of(item, "reason"));
        if (by.Length + reason.Length == 0)
        {
            return "";
        }

        var who = by.Length > 0 ? $"by {by}" : "by hand";
        return reason.Length > 0 ? $"{who}: {reason}" : who;
    }
}
