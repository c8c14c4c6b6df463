namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads the text of <c>&lt;location&gt;</c>, which the daemons search rather than compare, ignoring case.</summary>
internal static class LocationText
{
    private static readonly LocationWord[] Words =
    [
        new("as", ResponseLocation.Server),
        new("analysisd", ResponseLocation.Server),
        new("analysis-server", ResponseLocation.Server),
        new("server", ResponseLocation.Server),
        new("local", ResponseLocation.Local),
        new("defined-agent", ResponseLocation.DefinedAgent),
        new("all", ResponseLocation.All),
        new("any", ResponseLocation.All),
    ];

    /// <summary>Returns the locations found anywhere in the text, as the dialect's daemon searches.</summary>
    public static ResponseLocation Search(string text, ConfigDialect dialect) => Plain(text) ?? LocationSearch.Find(text, dialect);

    /// <summary>Returns the locations if every word of the text is one; otherwise null.</summary>
    public static ResponseLocation? Compare(string text)
    {
        if (Plain(text) is { } plain)
        {
            return plain;
        }

        var named = ResponseLocation.None;
        foreach (var part in AsciiText.ToLower(text).Split([',', ' ', '\t', '\r', '\n', '|', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Array.Find(Words, w => w.Text == part) is not { } known)
            {
                return null;
            }

            named |= known.Flag;
        }

        return named;
    }

    /// <summary>Formats locations as written.</summary>
    public static string Write(ResponseLocation locations) =>
        string.Join(
            ',',
            Words
                .Where(static w => w.Text is "server" or "local" or "defined-agent" or "all")
                .Where(w => locations.HasFlag(w.Flag))
                .Select(static w => w.Text)
        );

    // Used in nearly every file; avoids compiling the patterns.
    private static ResponseLocation? Plain(string text) =>
        text switch
        {
            "local" => ResponseLocation.Local,
            "server" => ResponseLocation.Server,
            "defined-agent" => ResponseLocation.DefinedAgent,
            "all" => ResponseLocation.All,
            _ => null,
        };

    private sealed record LocationWord(string Text, ResponseLocation Flag);
}
