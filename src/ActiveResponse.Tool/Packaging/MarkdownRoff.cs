using System.Text.RegularExpressions;

namespace ActiveResponse.Tool.Packaging;

/// <summary>Writes a Markdown document, in the few forms the documents have, into a manual page.</summary>
internal sealed partial class MarkdownRoff(Roff page)
{
    private readonly List<string> _paragraph = [];
    private string? _bullet;

    /// <summary>Writes the sections whose titles are wanted.</summary>
    /// <param name="lines">The document.</param>
    /// <param name="wanted">Whether a section is taken, by its title; what comes before the first section has the title null.</param>
    public void Write(IEnumerable<string> lines, Func<string?, bool> wanted)
    {
        List<string>? code = null;
        var isTaken = wanted(null);
        foreach (var line in lines)
        {
            if (code is not null)
            {
                code = Code(line, code, isTaken);
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                End();
                code = [];
            }
            else if (line.StartsWith('#'))
            {
                End();
                isTaken = Heading(line, wanted, isTaken);
            }
            else if (isTaken)
            {
                Line(line);
            }
        }

        End();
    }

    /// <summary>The format of a line of text: code and strong text are bold, of a link its text stays.</summary>
    public static string Inline(string text)
    {
        var formatted = string.Concat(
            Marks()
                .Split(Links().Replace(text, "$1"))
                .Select(static part =>
                    part switch
                    {
                        ['`', .. var code, '`'] => Roff.Bold(code),
                        ['*', '*', .. var strong, '*', '*'] => Roff.Bold(strong),
                        ['*', .. var stressed, '*'] => Roff.Italic(stressed),
                        _ => Roff.Escaped(part),
                    }
                )
        );

        // A dot at the start of a line would begin a macro.
        return formatted.StartsWith('.') ? @"\&" + formatted : formatted;
    }

    private List<string>? Code(string line, List<string> code, bool isTaken)
    {
        if (!line.StartsWith("```", StringComparison.Ordinal))
        {
            code.Add(line);
            return code;
        }

        if (isTaken)
        {
            page.Lines(code);
        }

        return null;
    }

    private bool Heading(string line, Func<string?, bool> wanted, bool isTaken)
    {
        var title = line.TrimStart('#').Trim();
        if (line.StartsWith("# ", StringComparison.Ordinal))
        {
            return isTaken;
        }

        var isSection = line.StartsWith("## ", StringComparison.Ordinal);
        var takes = isSection ? wanted(title) : isTaken;
        if (takes && isSection)
        {
            page.Section(title);
        }
        else if (takes)
        {
            page.Part(title);
        }

        return takes;
    }

    private void Line(string line)
    {
        if (line.StartsWith("- ", StringComparison.Ordinal))
        {
            End();
            _bullet = line[2..];
        }
        else if (line.StartsWith('|'))
        {
            End();
            Row(line);
        }
        else if (string.IsNullOrWhiteSpace(line))
        {
            End();
        }
        else if (_bullet is not null)
        {
            _bullet += ' ' + line.Trim();
        }
        else
        {
            _paragraph.Add(line.Trim());
        }
    }

    private void Row(string line)
    {
        List<string> cells = [.. line.Trim().Trim('|').Split('|').Select(static cell => cell.Trim())];
        if (!cells.TrueForAll(static cell => cell.All(static letter => letter is '-' or ' ' or ':')))
        {
            page.Item(Inline(cells[0]), Inline(string.Join("; ", cells.Skip(1).Where(static cell => cell.Length > 0))));
        }
    }

    private void End()
    {
        if (_bullet is { } bullet)
        {
            page.Bullet(Inline(bullet));
            _bullet = null;
        }

        if (_paragraph.Count > 0)
        {
            page.Paragraph(Inline(string.Join(' ', _paragraph)));
            _paragraph.Clear();
        }
    }

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"(`[^`]+`|\*\*[^*]+\*\*|\*[^* ][^*]*\*)")]
    private static partial Regex Marks();
}
