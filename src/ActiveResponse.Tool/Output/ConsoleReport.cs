using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>A report with colours, frames and lines that wrap, as far as the console has them.</summary>
internal sealed class ConsoleReport(IAnsiConsole console, bool isFramed) : IReport
{
    public void Line(string text, string? colour = null)
    {
        if (colour is null)
        {
            console.WriteLine(text);
        }
        else
        {
            console.MarkupLineInterpolated($"[{colour}]{text}[/]");
        }
    }

    public void Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = isFramed ? TableBorder.Rounded : TableBorder.None };
        table.AddColumns([.. columns.Select(Markup.Escape)]);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell)));
        }

        console.Write(table);
    }
}
