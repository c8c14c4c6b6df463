using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>A table that is filled as a reply arrives.</summary>
internal sealed class ReplyTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(static cell => cell.Length == 0 ? "-" : cell)]);

    public void WriteTo(IAnsiConsole console) => FittedTable.Write(console, columns, _rows);
}
