using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>Lines of text for a console: on a terminal they wrap between words, so addresses stay whole; in a pipe or a file they don't
/// wrap.</summary>
internal static class ConsoleText
{
    /// <summary>Writes a line.</summary>
    /// <param name="console">The console.</param>
    /// <param name="text">The text, without markup.</param>
    /// <param name="colour">The colour, if the console has colours; null for none.</param>
    /// <param name="part">The part to colour; the whole text by default.</param>
    public static void Print(this IAnsiConsole console, string text, string? colour = null, Range? part = null)
    {
        var writer = console.Profile.Out.Writer;
        var code = console.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors } ? CodeOf(colour) : null;
        var (from, length) = (part ?? Range.All).GetOffsetAndLength(text.Length);
        foreach (var (start, end) in Lines(text, ToolConsole.HasWidth(console) ? console.Profile.Width : int.MaxValue))
        {
            var (first, last) = (Math.Clamp(from, start, end), Math.Clamp(from + length, start, end));
            writer.WriteLine(
                code is null || first == last
                    ? text[start..end]
                    : $"{text[start..first]}\u001b[{code}m{text[first..last]}\u001b[0m{text[last..end]}"
            );
        }
    }

    /// <summary>The lines of a wrapped text; a word longer than a line has a line of its own.</summary>
    public static IEnumerable<(int Start, int End)> Lines(string text, int width)
    {
        var start = 0;
        while (text.Length - start > width)
        {
            var first = start;
            while (first < text.Length && text[first] == ' ')
            {
                first++;
            }

            // The last blank that fits; otherwise the first one after the long word.
            var end = text.LastIndexOf(' ', start + width, width + 1);
            end = end > first ? end : text.IndexOf(' ', Math.Max(first, start + width));
            if (end < 0)
            {
                break;
            }

            yield return (start, end);
            start = end + 1;
        }

        yield return (start, text.Length);
    }

    private static string? CodeOf(string? colour) =>
        colour switch
        {
            "red" => "31",
            "green" => "32",
            "yellow" => "33",
            "grey" => "90",
            "bold red" => "1;31",
            "bold" => "1",
            _ => null,
        };
}
