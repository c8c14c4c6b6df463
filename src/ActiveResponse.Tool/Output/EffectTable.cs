using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The answer of <c>list</c>.</summary>
internal sealed class EffectTable(IAnsiConsole console) : IAnswerPrinter
{
    private readonly AnswerTable _table = new("target", "state", "time left", "responder", "place", "held by", "why");
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item)
    {
        var state = AnswerText.Of(item, "state");
        _counts[state] = _counts.GetValueOrDefault(state) + 1;
        var retry = AnswerText.Time(item, "retryAt");
        var again =
            retry.Length > 0
                ? $"; tried {Math.Max(AnswerText.Number(item, "failedReverts"), AnswerText.Number(item, "failedApplies"))} "
                    + $"times, again at {retry}"
                : "";
        _table.Add(
            AnswerText.Of(item, "target"),
            state,
            AnswerText.Left(item),
            AnswerText.Of(item, "responder"),
            AnswerText.Of(item, "place"),
            AnswerText.Of(item, "heldBy"),
            AnswerText.Why(item) + again + (AnswerText.Of(item, "needs") is { Length: > 0 } needs ? $"; needs {needs}" : "")
        );
    }

    public void End(bool isWhole)
    {
        if (_counts.Count > 0)
        {
            _table.WriteTo(console);
        }

        if (isWhole)
        {
            console.Print(
                _counts.Count == 0 ? "nothing is in place" : string.Join(", ", _counts.Select(static pair => $"{pair.Value} {pair.Key}"))
            );
        }
    }
}
