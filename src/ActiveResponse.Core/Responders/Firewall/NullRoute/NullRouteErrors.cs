using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Reads ip's errors for the commands of a batch.</summary>
internal static partial class NullRouteErrors
{
    private const int LongestText = 300;

    public static ProgramFailure OfIp { get; } =
        new("ip", "Install iproute2 (apt-get install iproute2, dnf install iproute).")
        {
            Task = "change routes",
            Rights = "Run as root, or with CAP_NET_ADMIN.",
        };

    /// <summary>Whether the routing table doesn't exist, and so is empty.</summary>
    public static bool IsNoTable(CommandResult result) => result.OutputContains("FIB table does not exist");

    /// <summary>Whether the route existed already.</summary>
    public static bool IsExisting(string? why) => why is not null && why.Contains("File exists", StringComparison.Ordinal);

    /// <summary>The errors of a batch's commands by index. The error that ended the batch has no index and is returned
    /// separately.</summary>
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
            0 => "it failed without a message.",
            > LongestText => $"{text[..LongestText]}.",
            _ => $"{text}.",
        };
    }

    private static string WithoutPrefix(string line) =>
        line.Replace("RTNETLINK answers: ", "", StringComparison.Ordinal).Replace("Error: ", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex("^Command failed .*:(?<line>[0-9]+)$")]
    private static partial Regex Failed();
}
