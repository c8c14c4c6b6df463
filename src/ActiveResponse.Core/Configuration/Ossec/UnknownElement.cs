namespace ActiveResponse.Configuration.Ossec;

/// <summary>Suggests the intended name for an unknown element.</summary>
internal static class UnknownElement
{
    public static string Describe(string name, string parent, IEnumerable<string> known, ConfigDialect dialect)
    {
        var list = known.Order(StringComparer.Ordinal).ToList();
        var shown = ConfigReading.Quote(name);
        if (Nearest(name, list) is { } near)
        {
            return $"{shown} isn't an element of <{parent}>: write <{near}> (names are compared exactly).";
        }

        var inOtherDialect = dialect == ConfigDialect.Ossec && name is "extra_args" or "ca_store";
        return inOtherDialect
            ? $"{shown} is an element of Wazuh's <{parent}>, OSSEC refuses it: remove it, or read the file as Wazuh's."
            : $"{shown} isn't an element of <{parent}>: remove it, or use one of {string.Join(", ", list)}.";
    }

    /// <summary>Returns the known name that differs by case, blanks, <c>-</c> versus <c>_</c>, or one or two letters.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > 64)
        {
            return null;
        }

        var folded = Fold(name);
        return known
            .Select(k => (Name: k, Distance: Distance(folded, Fold(k))))
            .Where(k => k.Distance <= (k.Name.Length > 5 ? 2 : 1))
            .OrderBy(static k => k.Distance)
            .Select(static k => k.Name)
            .FirstOrDefault();
    }

    private static string Fold(string name) => AsciiText.ToLower(name).Trim().Replace('-', '_');

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
