using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>What a failed run of iptables means, and what helps.</summary>
internal static class IptablesErrors
{
    private static readonly string[] Passing =
    [
        "holding the xtables lock",
        "Resource temporarily unavailable",
        "Interrupted system call",
        "Try again",
        "Device or resource busy",
    ];
    private static readonly string[] NotPermitted = ["Permission denied", "you must be root", "Operation not permitted"];
    private static readonly string[] NoSupport =
    [
        "Table does not exist",
        "can't initialize",
        "unable to initialize",
        "Address family not supported",
        "Protocol not supported",
    ];

    /// <summary>Whether the same may succeed if tried again.</summary>
    public static bool IsPassing(CommandResult result) => FirewallSplit.IsRefusal(result) && ContainsAny(result, Passing);

    /// <summary>Whether this host can't filter a family at all, so that none of its entries can be there.</summary>
    public static bool IsUnsupported(CommandResult result) =>
        result.StartFailure == StartFailure.NotFound
        || (FirewallSplit.IsRefusal(result) && ContainsAny(result, NoSupport) && !ContainsAny(result, NotPermitted));

    /// <summary>Whether all that is missing is a set of ipset that a rule asks for: then iptables and the kernel know such rules.</summary>
    public static bool SaysNoSet(CommandResult result) =>
        FirewallSplit.IsRefusal(result) && Contains(result, "Set ") && Contains(result, "doesn't exist");

    public static string Explain(string program, CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } =>
                $"{program} isn't installed. Install iptables (apt-get install iptables, dnf install iptables-nft).",
            { Outcome: CommandOutcome.FailedToStart } => $"{program} can't be started: {result.Detail}",
            { Outcome: CommandOutcome.TimedOut } => $"{program} didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"{program} was ended by signal {result.Signal}."
            ),
            _ when ContainsAny(result, NotPermitted) =>
                $"{program} isn't permitted to change the packet filter. Run as root, or with CAP_NET_ADMIN and CAP_NET_RAW.",
            _ when Contains(result, "match `comment'") =>
                $"{program} has no match 'comment', which marks our rules. Load xt_comment, or install iptables' extensions.",
            _ when Contains(result, "match `set'") => $"{program} has no match 'set'. Load xt_set, or install iptables' extensions.",
            _ when Contains(result, "is incompatible") =>
                $"{program} can't read the table filter, which somebody made with nft. Use nftables.",
            _ when Contains(result, "holding the xtables lock") =>
                $"{program} waited for another program that changes the packet filter. Allow more time.",
            _ when ContainsAny(result, NoSupport) =>
                $"the kernel lacks what {program} needs: {FirstLine(result)} Load ip_tables or nf_tables, or use another firewall.",
            _ => $"{program}: {FirstLine(result)}",
        };

    /// <summary>What the program said first, without its own name.</summary>
    public static string FirstLine(CommandResult result)
    {
        var line =
            result
                .ErrorText.Split('\n')
                .Select(static text => text.Trim())
                .FirstOrDefault(static text =>
                    text.Length > 0 && !text.StartsWith('#') && !text.EndsWith("(nf_tables):", StringComparison.Ordinal)
                )
            ?? "";
        var at = line.StartsWith("ip", StringComparison.Ordinal) ? line.IndexOf(": ", StringComparison.Ordinal) : -1;
        var text = at < 0 ? line : line[(at + 2)..].Trim();
        return text.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}, without a word.")
            : string.Concat(text.AsSpan(0, Math.Min(text.Length, 300)).TrimEnd('.'), ".");
    }

    private static bool ContainsAny(CommandResult result, string[] texts) => texts.Any(text => Contains(result, text));

    private static bool Contains(CommandResult result, string text) => result.ErrorText.Contains(text, StringComparison.Ordinal);
}
