using System.Text.Json;
using ActiveResponse.Tool.Import;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Export;

/// <summary>Effects as comma-separated values with a header.</summary>
internal sealed class CsvPrinter(TextWriter output) : IReplyPrinter
{
    private static readonly (string Column, Func<JsonElement, string> Cell)[] Columns =
    [
        (CsvList.Target, static item => ReplyText.Of(item, "target")),
        (CsvList.State, static item => ReplyText.Of(item, "state")),
        ("since", static item => ReplyText.Time(item, "since")),
        (CsvList.Until, static item => ReplyText.Time(item, "until")),
        (CsvList.SecondsLeft, static item => ReplyText.Of(item, "secondsLeft")),
        (CsvList.Responder, static item => ReplyText.Of(item, "responder")),
        ("responses", static item => ReplyText.Of(item, "heldBy")),
        ("rule", static item => ReplyText.Of(item, "ruleId")),
        ("alert", static item => ReplyText.Of(item, "alertId")),
        ("agent", static item => ReplyText.Of(item, "agent")),
        (CsvList.By, static item => ReplyText.Of(item, "by")),
        (CsvList.Reason, static item => ReplyText.Of(item, "reason")),
    ];

    private bool _hasHeader;

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item)
    {
        WriteHeader();
        output.Write(CsvText.Row(Columns.Select(column => column.Cell(item))));
    }

    public void End(bool isWhole) => WriteHeader();

    private void WriteHeader()
    {
        if (!_hasHeader)
        {
            _hasHeader = true;
            output.Write(CsvText.Row(Columns.Select(static column => column.Column)));
        }
    }
}
