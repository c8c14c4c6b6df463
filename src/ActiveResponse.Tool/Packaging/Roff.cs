using System.Globalization;
using System.Text;

namespace ActiveResponse.Tool.Packaging;

/// <summary>Writes a manual page with the macros of man(7).</summary>
internal sealed class Roff
{
    private readonly StringBuilder _text = new();

    /// <param name="name">The page's name.</param>
    /// <param name="section">Its section: 5 or 8.</param>
    /// <param name="date">Its date, <c>2026-11-30</c>.</param>
    /// <param name="source">Program and version.</param>
    public Roff(string name, int section, string date, string source)
    {
        var manual = section == 5 ? "File Formats Manual" : "System Manager's Manual";
        _text.Append(
            CultureInfo.InvariantCulture,
            $".TH {Escaped(name.ToUpperInvariant())} {section} {date} \"{Escaped(source)}\" \"{manual}\"\n"
        );
    }

    public override string ToString() => _text.ToString();

    /// <summary>Begins a section.</summary>
    public void Section(string title) => Macro($".SH {Escaped(title.ToUpperInvariant())}");

    /// <summary>Begins a part of a section.</summary>
    public void Part(string title) => Macro($".SS {Escaped(title)}");

    /// <summary>A paragraph.</summary>
    /// <param name="text">Formatted text.</param>
    public void Paragraph(string text)
    {
        // Right after a heading it would only be an empty macro.
        if (!IsAfterHeading())
        {
            Macro(".PP");
        }

        Macro(text);
    }

    /// <summary>A term and what it means.</summary>
    /// <param name="term">Formatted text.</param>
    /// <param name="meaning">Formatted text.</param>
    public void Item(string term, string meaning)
    {
        Macro(".TP");
        Macro(term);
        Macro(meaning.Length > 0 ? meaning : @"\&");
    }

    /// <summary>An item of a list.</summary>
    /// <param name="text">Formatted text.</param>
    public void Bullet(string text)
    {
        Macro(@".IP \(bu 2");
        Macro(text);
    }

    /// <summary>Lines that stay as they are.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        Macro(".PP");
        Macro(".RS 4");
        Macro(".nf");
        foreach (var line in lines)
        {
            Macro(line.Length == 0 ? @"\&" : Plain(line));
        }

        Macro(".fi");
        Macro(".RE");
    }

    /// <summary>Formatted text without any format.</summary>
    public static string Plain(string text) => text.Length > 0 && text[0] is '.' or '\'' ? @"\&" + Escaped(text) : Escaped(text);

    public static string Bold(string text) => $@"\fB{Escaped(text)}\fR";

    public static string Italic(string text) => $@"\fI{Escaped(text)}\fR";

    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => escaped.Append(@"\e"),
                '-' => escaped.Append(@"\-"),
                '\'' => escaped.Append(@"\(aq"),
                '"' => escaped.Append(@"\(dq"),
                < 0x20 or 0x7f => escaped.Append(' '),
                > 0x7f => escaped.Append(CultureInfo.InvariantCulture, $@"\[u{rune.Value:X4}]"),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    private bool IsAfterHeading()
    {
        var text = _text.ToString().TrimEnd('\n');
        var line = text[(text.LastIndexOf('\n') + 1)..];
        return line.StartsWith(".SH ", StringComparison.Ordinal) || line.StartsWith(".SS ", StringComparison.Ordinal);
    }

    private void Macro(string line) => _text.Append(line).Append('\n');
}
