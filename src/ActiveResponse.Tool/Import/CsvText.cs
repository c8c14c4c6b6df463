using System.Text;

namespace ActiveResponse.Tool.Import;

/// <summary>Rows of comma-separated values by RFC 4180, in which no cell is a formula for a spreadsheet.</summary>
internal static class CsvText
{
    private const int MostCells = 100;
    private const int LongestCell = 64 * 1024;

    // A spreadsheet takes what begins with one of these for a formula.
    private const string FormulaStarts = "=+-@\t\r\n";

    /// <summary>One row with its line end.</summary>
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(Quoted)) + "\r\n";

    /// <summary>The rows of a text with the number of the line they begin at; empty ones are left out.</summary>
    /// <exception cref="ImportException">A quote isn't closed or is misplaced, or a row is too long.</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Rows(string text, char separator)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var begin = line;
            var cells = ReadRow(text, separator, ref at, ref line);
            if (cells.Count > 1 || cells[0].Length > 0)
            {
                yield return (begin, cells);
            }
        }
    }

    /// <summary>The cell that stands for a text: an apostrophe before what a spreadsheet would calculate.</summary>
    internal static string Escaped(string text) => IsFormula(text) ? "'" + text : text;

    /// <summary>The text that a cell stands for.</summary>
    internal static string Unescaped(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    private static bool IsFormula(string text) => text.TrimStart('\'') is { Length: > 0 } rest && FormulaStarts.Contains(rest[0]);

    private static string Quoted(string text)
    {
        var cell = Escaped(text);
        return cell.AsSpan().ContainsAny("\",;\t\r\n") || cell != cell.Trim()
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
    }

    private static List<string> ReadRow(string text, char separator, ref int at, ref int line)
    {
        var cells = new List<string>();
        while (true)
        {
            if (cells.Count == MostCells)
            {
                throw new ImportException($"line {line} has more than {MostCells} cells");
            }

            cells.Add(Unescaped(ReadCell(text, separator, ref at, ref line)));
            if (at == text.Length)
            {
                return cells;
            }

            var end = text[at++];
            if (end == separator)
            {
                continue;
            }

            line++;
            at += end == '\r' && at < text.Length && text[at] == '\n' ? 1 : 0;
            return cells;
        }
    }

    /// <summary>Reads a cell up to its separator, the line's end or the text's.</summary>
    private static string ReadCell(string text, char separator, ref int at, ref int line)
    {
        if (at < text.Length && text[at] == '"')
        {
            return ReadQuoted(text, separator, ref at, ref line);
        }

        var length = text.AsSpan(at).IndexOfAny(separator, '\r', '\n');
        var cell = length < 0 ? text[at..] : text.Substring(at, length);
        at += cell.Length;
        return Limited(cell, line);
    }

    private static string ReadQuoted(string text, char separator, ref int at, ref int line)
    {
        var (begin, cell) = (line, new StringBuilder());
        for (at++; ; at++)
        {
            var quote = text.IndexOf('"', at);
            if (quote < 0)
            {
                throw new ImportException($"line {begin} has a quote that isn't closed");
            }

            cell.Append(text, at, quote - at);
            line += text.AsSpan(at, quote - at).Count('\n');
            at = quote + 1;
            if (at == text.Length || text[at] != '"')
            {
                break;
            }

            cell.Append('"');
        }

        return at == text.Length || text[at] == separator || text[at] is '\r' or '\n'
            ? Limited(cell.ToString(), begin)
            : throw new ImportException($"line {line} has text after a closing quote");
    }

    private static string Limited(string cell, int line) =>
        cell.Length <= LongestCell ? cell : throw new ImportException($"line {line} has a cell of more than {LongestCell} characters");
}
