using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>A report with colours, frames and wrapped lines, as far as the console supports them.</summary>
internal sealed class ConsoleReport(IAnsiConsole console) : IReport
{
    public void Line(string text, string? colour = null) => console.Print(text, colour);

    public void Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) =>
        FittedTable.Write(console, columns, rows);
}
