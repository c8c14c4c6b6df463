using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The answer of <c>history</c>, the newest first.</summary>
internal sealed class HistoryTable(IAnsiConsole console) : IAnswerPrinter
{
    private readonly AnswerTable _table = new("at", "what", "target", "responder", "by", "why", "detail");

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item) =>
        _table.Add(
            AnswerText.Time(item, "at"),
            AnswerText.Of(item, "outcome"),
            AnswerText.Of(item, "target"),
            AnswerText.Of(item, "responder"),
            AnswerText.Of(item, "response"),
            AnswerText.Why(item),
            AnswerText.Of(item, "detail")
        );

    public void End(bool isWhole)
    {
        if (!_table.IsEmpty)
        {
            _table.WriteTo(console);
        }
        else if (isWhole)
        {
            console.Print("there is no entry");
        }
    }
}
