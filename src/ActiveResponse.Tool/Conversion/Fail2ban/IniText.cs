namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>Sections of one file as Python's <c>configparser</c> reads them with fail2ban's settings.</summary>
internal static class IniText
{
    private const int MostLines = 200_000;

    /// <summary>The sections with their options; names of options are in lower case.</summary>
    /// <exception cref="ConvertException">The file isn't valid, or has an option twice.</exception>
    public static Dictionary<string, Dictionary<string, string>> Read(string file, IEnumerable<string> lines)
    {
        var sections = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        var state = new State(file, sections);
        foreach (var line in lines.Take(MostLines))
        {
            state.Take(line.TrimEnd('\r', '\n'));
        }

        state.End();
        return sections;
    }

    private sealed class State(string file, Dictionary<string, Dictionary<string, string>> sections)
    {
        private Dictionary<string, string>? _section;
        private string? _option;
        private List<string> _values = [];
        private int _indent;
        private int _line;

        public void Take(string raw)
        {
            _line++;
            var (text, hasComment) = WithoutComment(raw);
            if (text.Length == 0)
            {
                // An empty line belongs to a value; one with a comment doesn't.
                if (!hasComment && _option is not null)
                {
                    _values.Add("");
                }

                return;
            }

            var indent = raw.Length - raw.TrimStart().Length;
            if (_section is not null && _option is not null && indent > _indent)
            {
                _values.Add(text);
                return;
            }

            _indent = indent;
            End();
            if (text is ['[', .. var header, ']'] && header.Length > 0)
            {
                Begin(header);
            }
            else
            {
                TakeOption(text);
            }
        }

        /// <summary>Completes the last option.</summary>
        public void End()
        {
            if (_option is { } option)
            {
                _section![option] = string.Join('\n', _values).TrimEnd();
            }

            (_option, _values) = (null, []);
        }

        private void Begin(string header)
        {
            if (!sections.TryAdd(header, _section = new Dictionary<string, string>(StringComparer.Ordinal)))
            {
                throw Problem($"the section '{header}' is there twice");
            }
        }

        private void TakeOption(string text)
        {
            var at = text.AsSpan().IndexOfAny('=', ':');
            if (_section is null || at <= 0)
            {
                throw Problem(_section is null ? "there is no section before this line" : "this is no option");
            }

            _option = text[..at].TrimEnd().ToLowerInvariant();
            if (_section.ContainsKey(_option))
            {
                throw Problem($"the option '{_option}' is there twice");
            }

            _values = [text[(at + 1)..].Trim()];
        }

        private ConvertException Problem(string what) => new($"{file}:{_line}: {what}");

        // # and ; begin a comment at the beginning of a line, ; also after a blank.
        private static (string Text, bool HasComment) WithoutComment(string raw)
        {
            if (raw.TrimStart() is ['#' or ';', ..])
            {
                return ("", true);
            }

            for (var at = raw.IndexOf(';'); at > 0; at = raw.IndexOf(';', at + 1))
            {
                if (char.IsWhiteSpace(raw[at - 1]))
                {
                    return (raw[..at].Trim(), true);
                }
            }

            return (raw.Trim(), false);
        }
    }
}
