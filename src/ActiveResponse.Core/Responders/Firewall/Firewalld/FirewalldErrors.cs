using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>What firewall-cmd says, and what helps. Exit codes are those of firewalld's <c>errors.py</c>.</summary>
internal static class FirewalldErrors
{
    public const string AlreadyEnabled = "ALREADY_ENABLED";
    public const string NotEnabled = "NOT_ENABLED";

    private const int UsageError = 2;
    private const int DBusError = 36;
    private const int InvalidZone = 112;
    private const int InvalidIpset = 135;
    private const int NotRunning = 252;
    private const int NotAuthorized = 253;
    private const int LongestText = 300;

    public static void ThrowUnlessSuccess(CommandResult result)
    {
        if (!result.IsSuccess)
        {
            throw new FirewalldException(Explain(result));
        }
    }

    /// <summary>Whether it can do nothing at all here, so that there is no use in asking for something else.</summary>
    public static bool IsHopeless(CommandResult result) =>
        result.Outcome == CommandOutcome.FailedToStart || result.ExitCode is NotRunning or NotAuthorized or DBusError or InvalidZone;

    /// <summary>Whether the set that was asked for isn't there.</summary>
    public static bool SaysNoSuchSet(CommandResult result) => result.ExitCode == InvalidIpset;

    /// <summary>Whether this version doesn't know what it was asked.</summary>
    public static bool SaysUnknownOption(CommandResult result) => result.ExitCode == UsageError;

    public static string Explain(CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } =>
                "firewall-cmd isn't installed. Install firewalld (apt-get install firewalld, dnf install firewalld), or use another firewall.",
            { Outcome: CommandOutcome.FailedToStart } => $"firewall-cmd can't be started: {result.Detail}",
            { Outcome: CommandOutcome.TimedOut } => "firewall-cmd didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"firewall-cmd was ended by signal {result.Signal}."
            ),
            { ExitCode: NotRunning } => "firewalld isn't running. Start it (systemctl start firewalld), or use another firewall.",
            { ExitCode: NotAuthorized } =>
                "firewalld doesn't permit this. Run as root; if lockdown is on, put this program on firewalld's lockdown whitelist.",
            { ExitCode: DBusError } => $"firewalld can't be reached over D-Bus: {FirstLine(result)}",
            _ => $"firewall-cmd: {FirstLine(result)}",
        };

    /// <summary>The warnings and errors that name an address as a whole word, with that address; each line is read once.</summary>
    public static Dictionary<AddressPrefix, string> ByAddress(CommandResult result)
    {
        var lines = new Dictionary<AddressPrefix, string>();
        foreach (var line in Lines(result))
        {
            foreach (var word in line.Split([' ', '\'', '"', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (AddressPrefix.TryParse(word, out var address))
                {
                    lines.TryAdd(address, Shorten(line));
                }
            }
        }

        return lines;
    }

    public static IEnumerable<string> Lines(CommandResult result) =>
        result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string FirstLine(CommandResult result) =>
        Lines(result).FirstOrDefault() is { } line
            ? Shorten(line.StartsWith("Error: ", StringComparison.Ordinal) ? line["Error: ".Length..] : line)
            : string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}, without a word.");

    private static string Shorten(string line) => line.Length > LongestText ? line[..LongestText] : line;
}
