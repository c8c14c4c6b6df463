using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>What ip says, and what helps.</summary>
internal static partial class NullRouteErrors
{
    private const int LongestText = 300;

    /// <summary>Whether the routing table that was asked for isn't there, which means that nothing is in it.</summary>
    public static bool SaysNoTable(CommandResult result) => result.ErrorText.Contains("FIB table does not exist", StringComparison.Ordinal);

    /// <summary>Whether such a route was there.</summary>
    public static bool SaysExists(string? why) => why is not null && why.Contains("File exists", StringComparison.Ordinal);

    /// <summary>Whether it can do nothing at all here.</summary>
    public static bool IsHopeless(CommandResult result) => result.Outcome != CommandOutcome.Exited;

    /// <summary>Why commands of a batch failed, by their place in it. What ended the batch has no place, and is told apart.</summary>
    public static (Dictionary<int, string> ByLine, string? End) Read(CommandResult result)
    {
        var byLine = new Dictionary<int, string>();
        var said = new List<string>();
        foreach (var line in result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (
                Failed().Match(line) is { Success: true } match
                && int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
            {
                byLine[number - 1] = Text(said);
                said.Clear();
            }
            else
            {
                said.Add(line);
            }
        }

        return (byLine, said.Count > 0 || !result.IsSuccess ? Text(said) : null);
    }

    public static string Explain(CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } =>
                "ip isn't installed. Install iproute2 (apt-get install iproute2, dnf install iproute).",
            { Outcome: CommandOutcome.FailedToStart } => $"ip can't be started: {result.Detail}",
            { Outcome: CommandOutcome.TimedOut } => "ip didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(CultureInfo.InvariantCulture, $"ip was ended by signal {result.Signal}."),
            { OutputTruncated: true } => "ip's list of routes is longer than can be read.",
            _ => Explain(Text([.. result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries)])),
        };

    public static string Explain(string text) =>
        text.Contains("Operation not permitted", StringComparison.Ordinal)
            ? "ip isn't permitted to change routes. Run as root, or with CAP_NET_ADMIN."
            : $"ip: {text}";

    private static string Text(List<string> lines)
    {
        var text = string.Join(
            ' ',
            lines.Select(static line =>
                line.Replace("RTNETLINK answers: ", "", StringComparison.Ordinal).Replace("Error: ", "", StringComparison.Ordinal).Trim()
            )
        );
        return text.Length switch
        {
            0 => "it failed without a word",
            > LongestText => text[..LongestText],
            _ => text,
        };
    }

    [GeneratedRegex("^Command failed .*:(?<line>[0-9]+)$")]
    private static partial Regex Failed();
}
