namespace ActiveResponse.Configuration.Ossec;

/// <summary>Searches for locations as the daemons do.</summary>
/// <remarks>
/// The words are plain, but the programs differ: OSSEC also folds letters beyond ASCII (a long s is an s), and finds nothing in text that
/// isn't UTF-8; Wazuh compares bytes.
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

    // Compiled when the first text of the dialect is searched.
    private static class Ossec
    {
        public static readonly Pattern[] Patterns = Compile(ConfigDialect.Ossec);
    }

    private static class Wazuh
    {
        public static readonly Pattern[] Patterns = Compile(ConfigDialect.Wazuh);
    }
}
