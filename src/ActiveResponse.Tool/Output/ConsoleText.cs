using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>Lines of text for a console: on a terminal they wrap between words, so that an address stands whole; in a pipe or a file they
/// don't wrap.</summary>
internal static class ConsoleText
{
    /// <summary>Writes a line.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="text">What it says; none of it is markup.</param>
    /// <param name="colour">The colour, where there are colours; null for none.</param>
    /// <param name="part">What of it is coloured; all of it by default.</param>
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

    /// <summary>Where the lines of a text begin and end; a word longer than a line keeps a line to itself.</summary>
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

            // The last blank the line has room before; else the first one behind the word that is too long.
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
