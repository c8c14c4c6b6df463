using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Responders;

namespace ActiveResponse.Notifications;

/// <summary>An outcome as a notification shows it: text that is safe in one line, since much of it comes from attackers.</summary>
internal sealed record NotifiedOutcome
{
    private const int LongestValue = 1000;

    /// <summary>The fields by name, in the order of the JSON object.</summary>
    public static IReadOnlyList<(string Name, Func<NotifiedOutcome, string> Of)> Fields { get; } =
    [
        ("at", static one => one.At.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
        ("host", static one => one.Host),
        ("verb", static one => one.Verb),
        ("outcome", static one => one.Outcome),
        ("target", static one => one.Target),
        ("responder", static one => one.Responder),
        ("response", static one => one.Response),
        ("rule", static one => one.Rule == 0 ? "" : one.Rule.ToString(CultureInfo.InvariantCulture)),
        ("level", static one => one.Rule == 0 ? "" : one.Level.ToString(CultureInfo.InvariantCulture)),
        ("alert", static one => one.Alert),
        ("agent", static one => one.Agent),
        ("offense", static one => one.Offense == 0 ? "" : one.Offense.ToString(CultureInfo.InvariantCulture)),
        ("until", static one => one.Until?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? ""),
        ("detail", static one => one.Detail),
        ("reason", static one => one.Reason),
        ("by", static one => one.By),
    ];

    public required DateTimeOffset At { get; init; }

    public required string Host { get; init; }

    public required string Outcome { get; init; }

    public string Verb { get; init; } = "";

    public string Target { get; init; } = "";

    public string Responder { get; init; } = "";

    public string Response { get; init; } = "";

    public uint Rule { get; init; }

    public int Level { get; init; }

    public string Alert { get; init; } = "";

    public string Agent { get; init; } = "";

    public int Offense { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string Detail { get; init; } = "";

    public string Reason { get; init; } = "";

    public string By { get; init; } = "";

    public static NotifiedOutcome Of(ExecutedAction action, string host)
    {
        var (order, origin, note) = (action.Order, action.Order.Origin, action.Note ?? action.Order.Origin.Note);
        return new NotifiedOutcome
        {
            At = action.At,
            Host = host,
            Verb = action.Verb.ToString().ToLowerInvariant(),
            Outcome = action.Outcome.Name(),
            Target = Safe(order.Subject.ToString()),
            Responder = Safe(order.Responder),
            Response = Safe(order.ResponseName),
            Rule = origin.RuleId,
            Level = origin.Level,
            Alert = Safe(origin.AlertId),
            Agent = Safe(origin.AgentName ?? origin.AgentId),
            Offense = action.Offense,
            Until = action.Until,
            Detail = Safe(action.Detail),
            Reason = Safe(note?.Reason),
            By = Safe(note?.By),
        };
    }

    /// <summary>Stands for outcomes that were not sent one by one.</summary>
    public static NotifiedOutcome More(long count, DateTimeOffset at, string host) =>
        new()
        {
            At = at,
            Host = host,
            Outcome = "more",
            Detail = string.Create(CultureInfo.InvariantCulture, $"{count} more outcomes in this minute weren't sent one by one"),
        };

    /// <summary>One JSON object with all fields; those without a value are empty text.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, of) in Fields)
            {
                json.WriteString(name, of(this));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Safe(string? text) => SafeText.Of(text, LongestValue);
}
