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

    /// <summary>The locations found anywhere in the text.</summary>
    public static ResponseLocation Search(string text)
    {
        var found = ResponseLocation.None;
        var lower = AsciiText.ToLower(text);
        foreach (var (word, flag) in Words)
        {
            if (lower.Contains(word, StringComparison.Ordinal))
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
}
