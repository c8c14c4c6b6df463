using System.Text;
using System.Text.Json;
using ActiveResponse.Alerts;

namespace ActiveResponse.Tool.Commands;

/// <summary>Says what to do with alerts that are whole but not one a line, as people copy them: printed over several lines, or as a
/// dashboard or an index wraps them. Each hint is given once.</summary>
internal sealed class AlertHints
{
    private const string Lines =
        " This looks like JSON printed over several lines: write each alert on a line of its own, e.g. with: jq -c . FILE";
    private const string Wrapped =
        " This is an alert as a dashboard or the indexer shows it: the alert itself stands under _source, take it out, e.g. "
        + "with: jq -c ._source FILE";
    private const string Hits =
        " This is an answer of the indexer: the alerts stand under _source of each hit, take them out, e.g. with: jq -c "
        + "'.hits.hits[]._source' FILE";
    private const string Array = " This is a list of alerts: write each on a line of its own, e.g. with: jq -c '.[]' FILE";

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>What to add to an error; empty for nothing.</summary>
    /// <param name="record">What was read.</param>
    /// <param name="cause">What is wrong with it.</param>
    public string Of(ReadOnlyMemory<byte> record, AlertErrorCause? cause)
    {
        var text = Encoding.UTF8.GetString(record.Span).Trim();
        var hint = cause == AlertErrorCause.NoRule ? OfWhole(text) : OfPart(text);
        return hint is not null && _given.Add(hint) ? hint : "";
    }

    private static string? OfWhole(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
            return document.RootElement switch
            {
                { ValueKind: JsonValueKind.Object } root when root.TryGetProperty("_source", out _) => Wrapped,
                { ValueKind: JsonValueKind.Object } root when root.TryGetProperty("hits", out _) => Hits,
                { ValueKind: JsonValueKind.Array } => Array,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return OfPart(text);
        }
    }

    private static string? OfPart(string text) =>
        text switch
        {
            "{" or "[" => Lines,
            _ when text.StartsWith("\"_source\"", StringComparison.Ordinal) => Wrapped,
            _ when text.StartsWith("[{", StringComparison.Ordinal) || text.StartsWith("[ {", StringComparison.Ordinal) => Array,
            ['"', ..] when text.Contains("\":", StringComparison.Ordinal) => Lines,
            ['{', .., '{' or ','] => Lines,
            _ => null,
        };
}
