using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>Tables that hold text from outside: none of it is taken for markup.</summary>
internal static class AnswerTable
{
    public static Table Make(params string[] columns) => new Table { Border = ToolConsole.IsTerminal ? TableBorder.Rounded : TableBorder.None }.AddColumns(columns);

    public static void AddTexts(this Table table, params string[] cells) => table.AddRow(cells.Select(static cell => new Text(cell.Length == 0 ? "-" : cell)));
}
