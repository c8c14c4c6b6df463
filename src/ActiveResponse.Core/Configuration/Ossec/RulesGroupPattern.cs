namespace ActiveResponse.Configuration.Ossec;

/// <summary>The one question the lint has about patterns.</summary>
internal static class RulesGroupPattern
{
    /// <summary>Whether the daemon's pattern compiler would take it: parentheses in pairs, no lone backslash at the end.</summary>
    public static bool Compiles(string pattern)
    {
        var open = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i == pattern.Length - 1:
                    return false;
                case '\\':
                    i++;
                    break;
                case '(':
                    open++;
                    break;
                case ')' when --open < 0:
                    return false;
            }
        }

        return open == 0;
    }
}
