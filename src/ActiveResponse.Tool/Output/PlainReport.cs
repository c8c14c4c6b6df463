using System.Text;

namespace ActiveResponse.Tool.Output;

/// <summary>A report for a pipe or a file: the same text as a <see cref="ConsoleReport"/>, without loading the console library, which takes
/// as long as everything else.</summary>
/// <param name="output">The target.</param>
/// <param name="other">Writes very long text, and text whose width differs from its length.</param>
internal sealed class PlainReport(TextWriter output, Func<IReport> other) : IReport
{
    // Longer ones are rare, and their tables are laid out by the other.
    private const int MaxWidth = 900;

    public void Line(string text, string? colour = null)
    {
        if (IsPlain(text))
        {
            output.WriteLine(text);
        }
        else
        {
            other().Line(text, colour);
        }
    }

    public void Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = new int[columns.Count];
        var isPlain = Measure(columns, widths);
        foreach (var row in rows)
        {
            isPlain = isPlain && Measure(row, widths);
        }

        var width = widths.Length;
        foreach (var column in widths)
        {
            width += column;
        }

        if (!isPlain || width > MaxWidth)
        {
            other().Table(columns, rows);
            return;
        }

        var text = new StringBuilder();
        AppendRow(text, columns, widths);
        foreach (var row in rows)
        {
            AppendRow(text, row, widths);
        }

        output.Write(text.ToString());
    }

    private static bool Measure(IReadOnlyList<string> cells, int[] widths)
    {
        for (var i = 0; i < widths.Length; i++)
        {
            if (!IsPlain(cells[i]))
            {
                return false;
            }

            widths[i] = Math.Max(widths[i], cells[i].Length);
        }

        return true;
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells, int[] widths)
    {
        for (var i = 0; i < widths.Length; i++)
        {
            text.Append(cells[i]).Append(' ', widths[i] - cells[i].Length).Append(i < widths.Length - 1 ? " " : Environment.NewLine);
        }
    }

    // Leading and trailing blanks are left to the other.
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= MaxWidth && text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
