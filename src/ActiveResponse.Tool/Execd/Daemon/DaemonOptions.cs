namespace ActiveResponse.Tool.Execd.Daemon;

/// <summary>The options both originals know (<c>os_execd/execd.c</c>, <c>main.c</c>): one letter each, several in one word.</summary>
/// <param name="IsTest"><c>-t</c>: look at the configuration only.</param>
/// <param name="IsForeground"><c>-f</c>: don't go into the background.</param>
/// <param name="IsVersion"><c>-V</c>: say which version this is.</param>
/// <param name="Home"><c>-D</c>: the folder of the installation; null for the one above the program's.</param>
internal sealed record DaemonOptions(bool IsTest, bool IsForeground, bool IsVersion, string? Home)
{
    // -d asks for more in the log; -g, -u and -c are taken and not used: the group is the dialect's, the user who started it, the file the
    // installation's.
    private const string Letters = "Vtdf";
    private const string WithValue = "gucD";

    public static string Usage(string name) => $"{name} [-Vtdf] [-D dir]";

    /// <summary>Reads them; null when there is one that isn't known, or help is asked for.</summary>
    public static DaemonOptions? Read(IReadOnlyList<string> arguments)
    {
        var found = new HashSet<char>();
        string? home = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is not ['-', not '-', ..] word)
            {
                return null;
            }

            for (var at = 1; at < word.Length; at++)
            {
                var letter = word[at];
                if (!Letters.Contains(letter) && !WithValue.Contains(letter))
                {
                    return null;
                }

                found.Add(letter);
                if (!WithValue.Contains(letter))
                {
                    continue;
                }

                // The value is the rest of the word, or the next one.
                var value = at + 1 < word.Length ? word[(at + 1)..] : arguments.ElementAtOrDefault(++i);
                if (value is null)
                {
                    return null;
                }

                home = letter == 'D' ? value : home;
                break;
            }
        }

        return new DaemonOptions(found.Contains('t'), found.Contains('f'), found.Contains('V'), home);
    }
}
