using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The output of <c>list</c>.</summary>
internal sealed class EffectTable(IAnsiConsole console) : IReplyPrinter
{
    private readonly ReplyTable _table = new("target", "state", "time left", "responder", "place", "held by", "why");
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item)
    {
        var state = ReplyText.Of(item, "state");
        _counts[state] = _counts.GetValueOrDefault(state) + 1;
        var retry = ReplyText.Time(item, "retryAt");
        var again =
            retry.Length > 0
                ? $"; tried {Math.Max(ReplyText.Number(item, "failedReverts"), ReplyText.Number(item, "failedApplies"))} "
                    + $"times, again at {retry}"
                : "";
        _table.Add(
            ReplyText.Of(item, "target"),
            state,
            ReplyText.Left(item),
            ReplyText.Of(item, "responder"),
            ReplyText.Of(item, "place"),
            ReplyText.Of(item, "heldBy"),
            ReplyText.Why(item) + again + (ReplyText.Of(item, "needs") is { Length: > 0 } needs ? $"; needs {needs}" : "")
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
