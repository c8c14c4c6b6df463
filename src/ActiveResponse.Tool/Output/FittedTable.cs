using System.Text;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>A table that fits its terminal: wraps cells between words if it is too wide, and if that isn't enough, prints each row as
/// several lines. No word is broken.</summary>
internal static class FittedTable
{
    /// <summary>Writes at least one row with one cell per column. The text has no markup.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var hasWidth = ToolConsole.HasWidth(console);
        var all = rows.Prepend(columns).ToList();
        var natural = Widths(all, static cell => cell.Length);
        if (!hasWidth)
        {
            // Not by Spectre.Console: its time grows with the square of a cell's words.
            WriteUnwrapped(console.Profile.Out.Writer, all);
            return;
        }

        if (natural.Sum() + (3 * columns.Count) + 1 <= console.Profile.Width)
        {
            WriteFramed(console, columns, rows);
            return;
        }

        var least = Widths(all, static cell => cell.Split(' ').Max(static word => word.Length));
        var room = console.Profile.Width - (columns.Count - 1) - least.Sum();
        if (room < 0)
        {
            WriteRecords(console, columns, rows);
            return;
        }

        Spread(least, natural, room);
        foreach (var row in all)
        {
            WriteRow(console.Profile.Out.Writer, row, least);
        }
    }

    private static void WriteFramed(IAnsiConsole console, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns([.. columns.Select(Markup.Escape)]);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell)));
        }

        console.Write(table);
    }

    private static void WriteRecords(IAnsiConsole console, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        foreach (var row in rows)
        {
            console.Print(row[0]);
            for (var i = 1; i < columns.Count; i++)
            {
                if (row[i] is not ("" or "-"))
                {
                    console.Print($"  {columns[i]}: {row[i]}");
                }
            }
        }
    }

    private static int[] Widths(List<IReadOnlyList<string>> rows, Func<string, int> widthOf) =>
        [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => widthOf(row[column])))];

    // Columns that need more width get it one character at a time, in turn.
    private static void Spread(int[] widths, int[] natural, int room)
    {
        var gave = true;
        while (gave && room > 0)
        {
            gave = false;
            for (var i = 0; i < widths.Length && room > 0; i++)
            {
                if (widths[i] < natural[i])
                {
                    widths[i]++;
                    room--;
                    gave = true;
                }
            }
        }
    }

    private static void WriteUnwrapped(TextWriter writer, List<IReadOnlyList<string>> rows)
    {
        var widths = Widths(rows, static cell => cell.GetCellWidth());
        foreach (var row in rows)
        {
            writer.WriteLine(string.Join(' ', row.Select((cell, i) => cell + new string(' ', widths[i] - cell.GetCellWidth()))));
        }
    }

    private static void WriteRow(TextWriter writer, IReadOnlyList<string> cells, int[] widths)
    {
        var lines = cells
            .Select((cell, i) => ConsoleText.Lines(cell, widths[i]).Select(line => cell[line.Start..line.End]).ToList())
            .ToList();
        for (var n = 0; n < lines.Max(static cell => cell.Count); n++)
        {
            var text = new StringBuilder();
            for (var i = 0; i < widths.Length; i++)
            {
                text.Append((n < lines[i].Count ? lines[i][n] : "").PadRight(widths[i])).Append(' ');
            }

            writer.WriteLine(text.ToString().TrimEnd());
        }
    }
}
