using System.Globalization;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>What a failed run of ipset means, and what helps.</summary>
internal static class IpsetErrors
{
    /// <summary>Whether the set that was asked for isn't there.</summary>
    public static bool SaysMissing(CommandResult result) => FirewallSplit.IsRefusal(result) && Contains(result, "does not exist");

    /// <summary>Whether a set was to be made whose name is taken by another, or by one that is made in another way.</summary>
    public static bool SaysExists(CommandResult result) =>
        FirewallSplit.IsRefusal(result) && Contains(result, "set with the same name already exists");

    /// <summary>Whether a rule still looks into the set; the kernel lets go of a rule a little after it was deleted.</summary>
    public static bool SaysInUse(CommandResult result) =>
        FirewallSplit.IsRefusal(result) && Contains(result, "in use by a kernel component");

    public static string Explain(CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } => "ipset isn't installed. Install ipset (apt-get install ipset, dnf install ipset).",
            { Outcome: CommandOutcome.FailedToStart } => $"ipset can't be started: {result.Detail}",
            { Outcome: CommandOutcome.TimedOut } => "ipset didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"ipset was ended by signal {result.Signal}."
            ),
            _ when Contains(result, "Operation not permitted") =>
                "ipset isn't permitted to change sets. Run as root, or with CAP_NET_ADMIN.",
            _ when Contains(result, "Cannot open session to kernel") =>
                "the kernel lacks ipset. Load ip_set and ip_set_hash_net, or use another firewall.",
            _ when Contains(result, "Hash is full") =>
                "the set is full. Allow more elements, and delete the set (it is made anew), or use networks.",
            _ => $"ipset: {IptablesErrors.FirstLine(result)}",
        };

    private static bool Contains(CommandResult result, string text) => result.ErrorText.Contains(text, StringComparison.Ordinal);
}
