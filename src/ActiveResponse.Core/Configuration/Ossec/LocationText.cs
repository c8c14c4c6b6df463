namespace ActiveResponse.Configuration.Ossec;

/// <summary>The text of <c>&lt;location&gt;</c>, which the daemons search rather than compare, in any case.</summary>
internal static class LocationText
{
    private static readonly (string Word, ResponseLocation Flag)[] Words =
    [
        ("as", ResponseLocation.Server),
        ("analysisd", ResponseLocation.Server),
        ("analysis-server", ResponseLocation.Server),
        ("server", ResponseLocation.Server),
        ("local", ResponseLocation.Local),
        ("defined-agent", ResponseLocation.DefinedAgent),
        ("all", ResponseLocation.All),
        ("any", ResponseLocation.All),
    ];

    // What the daemons search for. Though the words are plain, each program's search shows: OSSEC folds letters beyond ASCII, too (a long s is an s), and
    // finds nothing in a text that is not UTF-8; Wazuh knows bytes only.
    private static readonly (string Pattern, ResponseLocation Flag)[] Patterns =
    [
        ("AS|analysisd|analysis-server|server", ResponseLocation.Server),
        ("local", ResponseLocation.Local),
        ("defined-agent", ResponseLocation.DefinedAgent),
        ("all|any", ResponseLocation.All),
    ];

    private static readonly (OsRegex Regex, ResponseLocation Flag)[] OssecSearch = Compile(ConfigDialect.Ossec);
    private static readonly (OsRegex Regex, ResponseLocation Flag)[] WazuhSearch = Compile(ConfigDialect.Wazuh);

    /// <summary>The locations found anywhere in the text, as the dialect's daemon searches.</summary>
    public static ResponseLocation Search(string text, ConfigDialect dialect)
    {
        var found = ResponseLocation.None;
        var bytes = LosslessText.Encode(text);
        foreach (var (regex, flag) in dialect == ConfigDialect.Ossec ? OssecSearch : WazuhSearch)
        {
            if (regex.IsMatch(bytes))
            {
                found |= flag;
            }
        }

        return found;
    }

    /// <summary>The locations the words of the text name when compared as a whole; null if a word is none.</summary>
    public static ResponseLocation? Compare(string text)
    {
        var named = ResponseLocation.None;
        foreach (var part in AsciiText.ToLower(text).Split([',', ' ', '\t', '\r', '\n', '|', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Words.FirstOrDefault(w => w.Word == part);
            if (known.Word is null)
            {
                return null;
            }

            named |= known.Flag;
        }

        return named;
    }

    /// <summary>The locations as they are written.</summary>
    public static string Write(ResponseLocation locations) => string.Join(
        ',',
        Words.Where(static w => w.Word is "server" or "local" or "defined-agent" or "all").Where(w => locations.HasFlag(w.Flag)).Select(static w => w.Word));

    private static (OsRegex Regex, ResponseLocation Flag)[] Compile(ConfigDialect dialect) =>
    [
        .. from search in Patterns
           let regex = OsRegex.TryCompile(search.Pattern, dialect, out var compiled) ? compiled : null
           where regex is not null
           select (regex, search.Flag),
    ];
}
