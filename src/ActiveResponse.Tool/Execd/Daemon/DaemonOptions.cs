namespace ActiveResponse.Tool.Execd.Daemon;

/// <summary>The options of both originals (<c>os_execd/execd.c</c>, <c>main.c</c>): single letters, which can be combined.</summary>
/// <param name="IsTest"><c>-t</c>: only check the configuration.</param>
/// <param name="IsForeground"><c>-f</c>: stay in the foreground.</param>
/// <param name="IsVersion"><c>-V</c>: print the version.</param>
/// <param name="Home"><c>-D</c>: the installation's folder; null for the one above the program's.</param>
internal sealed record DaemonOptions(bool IsTest, bool IsForeground, bool IsVersion, string? Home)
{
    // -d raises the log level; -g, -u and -c are accepted and ignored: the group is the dialect's, the user is the caller, the file is the
    // installation's.
    private const string Letters = "Vtdf";
    private const string WithValue = "gucD";

    public static string Usage(string name) => $"{name} [-Vtdf] [-D dir]";

    /// <summary>Parses them; null for an unknown one, or a request for help.</summary>
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
