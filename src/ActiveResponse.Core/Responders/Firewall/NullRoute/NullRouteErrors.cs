using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>What ip reports of the commands of a batch.</summary>
internal static partial class NullRouteErrors
{
    private const int LongestText = 300;

    public static ProgramFailure OfIp { get; } =
        new("ip", "Install iproute2 (apt-get install iproute2, dnf install iproute).")
        {
            Task = "change routes",
            Rights = "Run as root, or with CAP_NET_ADMIN.",
        };

    /// <summary>Whether the routing table isn't there, which means that nothing is in it.</summary>
    public static bool SaysNoTable(CommandResult result) => result.Says("FIB table does not exist");

    /// <summary>Whether such a route was there.</summary>
    public static bool SaysExists(string? why) => why is not null && why.Contains("File exists", StringComparison.Ordinal);

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

    private static string Text(List<string> lines)
    {
        var text = string.Join(' ', lines.Select(WithoutPrefix)).TrimEnd('.');
        return text.Length switch
        {
            0 => "it failed without a word.",
            > LongestText => $"{text[..LongestText]}.",
            _ => $"{text}.",
        };
    }

    private static string WithoutPrefix(string line) =>
        line.Replace("RTNETLINK answers: ", "", StringComparison.Ordinal).Replace("Error: ", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex("^Command failed .*:(?<line>[0-9]+)$")]
    private static partial Regex Failed();
}
