using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The answer of <c>history</c>, the newest first.</summary>
internal sealed class HistoryTable(IAnsiConsole console) : IAnswerPrinter
{
    private readonly Table _table = AnswerTable.Make("at", "what", "target", "responder", "by", "why", "detail");

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item) => _table.AddTexts(
        AnswerText.Time(item, "at"), AnswerText.Of(item, "outcome"), AnswerText.Of(item, "target"), AnswerText.Of(item, "responder"), AnswerText.Of(item, "response"),
        AnswerText.Why(item), AnswerText.Of(item, "detail"));

    public void End(bool isWhole)
    {
        if (_table.Rows.Count > 0)
        {
            console.Write(_table);
        }
        else if (isWhole)
        {
            console.WriteLine("there is no entry");
        }
    }
}
