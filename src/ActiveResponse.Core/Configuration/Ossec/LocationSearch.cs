namespace ActiveResponse.Configuration.Ossec;

/// <summary>The search of the daemons for locations.</summary>
/// <remarks>
/// Though the words are plain, each program's search shows: OSSEC folds letters beyond ASCII, too (a long s is an s), and finds nothing in
/// a text that is not UTF-8; Wazuh knows bytes only.
/// </remarks>
internal static class LocationSearch
{
    public static ResponseLocation Find(string text, ConfigDialect dialect)
    {
        var found = ResponseLocation.None;
        var bytes = LosslessText.Encode(text);
        foreach (var pattern in dialect == ConfigDialect.Ossec ? Ossec.Patterns : Wazuh.Patterns)
        {
            if (pattern.Regex.IsMatch(bytes))
            {
                found |= pattern.Flag;
            }
        }

        return found;
    }

    private static Pattern[] Compile(ConfigDialect dialect) =>
        [
            new(Compile("AS|analysisd|analysis-server|server", dialect), ResponseLocation.Server),
            new(Compile("local", dialect), ResponseLocation.Local),
            new(Compile("defined-agent", dialect), ResponseLocation.DefinedAgent),
            new(Compile("all|any", dialect), ResponseLocation.All),
        ];

    private static OsRegex Compile(string pattern, ConfigDialect dialect) =>
        OsRegex.TryCompile(pattern, dialect, out var regex) ? regex : throw new InvalidOperationException(pattern);

    private sealed record Pattern(OsRegex Regex, ResponseLocation Flag);

    // Each dialect's are compiled when the first text of it is searched.
    private static class Ossec
    {
        public static readonly Pattern[] Patterns = Compile(ConfigDialect.Ossec);
    }

    private static class Wazuh
    {
        public static readonly Pattern[] Patterns = Compile(ConfigDialect.Wazuh);
    }
}
