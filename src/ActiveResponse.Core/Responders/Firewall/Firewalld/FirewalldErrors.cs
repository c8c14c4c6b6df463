using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Explains firewall-cmd's errors. Exit codes are those of firewalld's <c>errors.py</c>.</summary>
internal static class FirewalldErrors
{
    private const int UsageError = 2;
    private const int CommandFailed = 13;
    private const int AccessDenied = 29;
    private const int DBusError = 36;
    private const int InvalidZone = 112;
    private const int InvalidIpset = 135;
    private const int NotRunning = 252;
    private const int NotAuthorized = 253;
    private const int LongestText = 300;
    private const string NotPermitted =
        "firewalld doesn't permit this. Run as root; if lockdown is on, put this program on firewalld's lockdown whitelist.";

    public static ProgramFailure OfFirewallCmd { get; } =
        new("firewall-cmd", "Install firewalld (apt-get install firewalld, dnf install firewalld), or use another firewall.")
        {
            Hints =
            [
                new(NotRunning, "firewalld isn't running. Start it (systemctl start firewalld), or use another firewall."),
                new(NotAuthorized, NotPermitted),
                new(AccessDenied, NotPermitted),
                new(DBusError, "firewalld can't be reached over D-Bus: {0}"),
            ],
        };

    /// <summary>Whether firewall-cmd can't work here at all, so any other request would fail too.</summary>
    public static bool IsHopeless(CommandResult result) =>
        result.Outcome == CommandOutcome.FailedToStart
        || result.ExitCode is NotRunning or NotAuthorized or AccessDenied or DBusError or InvalidZone;

    /// <summary>Whether the requested set doesn't exist.</summary>
    public static bool IsNoSuchSet(CommandResult result) => result.ExitCode == InvalidIpset;

    /// <summary>Whether the kernel refused what firewalld made of the request.</summary>
    public static bool IsCommandFailure(CommandResult result) => result.ExitCode == CommandFailed;

    /// <summary>Whether an answer says that a rule already was as it should be.</summary>
    public static bool IsUnchanged(string line) =>
        line.Contains("ALREADY_ENABLED", StringComparison.Ordinal) || line.Contains("NOT_ENABLED", StringComparison.Ordinal);

    /// <summary>Whether this version doesn't know the option.</summary>
    public static bool IsUnknownOption(CommandResult result) => result.ExitCode == UsageError;

    /// <summary>The warnings and errors that contain an address as a whole word, by address; each line is read once.</summary>
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

    private static string Shorten(string line) => line.Length > LongestText ? line[..LongestText] : line;
}
