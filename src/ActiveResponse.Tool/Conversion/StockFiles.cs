using ActiveResponse.Configuration;
using ActiveResponse.Responders;

namespace ActiveResponse.Tool.Conversion;

/// <summary>The stock scripts, which OSSEC's dialect names with an ending.</summary>
internal static class StockFiles
{
    private const string Ending = ".sh";

    private static readonly string[] InBoth = ["firewall-drop", "host-deny", "disable-account", "route-null", "ipfw", "pf", "npf"];

    /// <summary>The executable's name in a dialect, and whether it is a stock script.</summary>
    public static (string Executable, bool IsStock) In(ConfigDialect dialect, string executable)
    {
        var stem = executable.EndsWith(Ending, StringComparison.Ordinal) ? executable[..^Ending.Length] : executable;
        if (!InBoth.Contains(stem))
        {
            return (executable, false);
        }

        return (dialect == ConfigDialect.Ossec ? stem + Ending : stem, true);
    }

    /// <summary>Whether it acts on a user.</summary>
    public static bool NeedsUser(string executable) => StockNames.AccountDisabling.Contains(executable);
}
