using System.CommandLine;

namespace ActiveResponse.Tool.Settings;

/// <summary>Which settings a running agent takes over at SIGHUP; the others need a restart.</summary>
internal static class ReloadableSettings
{
    private static readonly HashSet<string> Options = new(StringComparer.Ordinal)
    {
        "--max-age",
        "--fold-ipv6",
        "--widest-ipv4",
        "--widest-ipv6",
        "--refuse-unresolved",
        "--blocks-nothing",
        "--budget",
    };

    /// <summary>Whether an option's setting is taken over.</summary>
    public static bool Includes(Option option) => Options.Contains(option.Name);

    /// <summary>What a change of it takes.</summary>
    public static string WordOf(Option option) => Includes(option) ? "reload" : "restart";
}
