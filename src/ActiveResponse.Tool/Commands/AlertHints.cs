using System.Text;
using System.Text.Json;
using ActiveResponse.Alerts;

namespace ActiveResponse.Tool.Commands;

/// <summary>Hints for complete alerts that aren't one per line, as people copy them: pretty-printed, or wrapped by a dashboard or an index.
/// Each hint is printed once.</summary>
internal sealed class AlertHints
{
    private const string Lines = " This looks like JSON over several lines: write each alert on one line, e.g. with: jq -c . FILE";
    private const string Wrapped =
        " This is an alert as a dashboard or the indexer shows it: extract the alert itself from _source, e.g. "
        + "with: jq -c ._source FILE";
    private const string Hits =
        " This is a response of the indexer: extract the alerts from the _source of each hit, e.g. with: jq -c "
        + "'.hits.hits[]._source' FILE";
    private const string Array = " This is a list of alerts: write each on one line, e.g. with: jq -c '.[]' FILE";

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>The text to append to an error; empty for none.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cause">Its error.</param>
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
