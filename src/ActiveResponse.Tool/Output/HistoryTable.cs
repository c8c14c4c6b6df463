using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The output of <c>history</c>, newest first.</summary>
internal sealed class HistoryTable(IAnsiConsole console) : IReplyPrinter
{
    private readonly ReplyTable _table = new("at", "what", "target", "responder", "by", "why", "detail");

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item) =>
        _table.Add(
            ReplyText.Time(item, "at"),
            ReplyText.Of(item, "outcome"),
            ReplyText.Of(item, "target"),
            ReplyText.Of(item, "responder"),
            ReplyText.Of(item, "response"),
            ReplyText.Why(item),
            ReplyText.Of(item, "detail")
        );

    public void End(bool isWhole)
    {
        if (!_table.IsEmpty)
        {
            _table.WriteTo(console);
        }
        else if (isWhole)
        {
            console.Print("there are no entries");
        }
    }
}
