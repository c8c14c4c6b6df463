using System.Text;

namespace ActiveResponse.Tool.Output;

/// <summary>A report for a pipe or a file: the text a <see cref="ConsoleReport"/> writes there, without loading the console library, which
/// takes as long as all the rest.</summary>
/// <param name="output">Where to.</param>
/// <param name="other">Writes what isn't as wide as it has characters, or is very long.</param>
internal sealed class PlainReport(TextWriter output, Func<IReport> other) : IReport
{
    // Longer ones are rare, and a table of them is laid out elsewhere.
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

    // Blanks at the ends, or none but blanks, are left to who knows what becomes of them.
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= MaxWidth && text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
