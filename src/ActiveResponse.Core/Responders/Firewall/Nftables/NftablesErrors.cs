using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>What a failed run of nft means, and what helps.</summary>
internal static class NftablesErrors
{
    private const string Missing = "No such file or directory";
    private const string NotPermitted = "Operation not permitted";

    private static readonly string[] Passing =
    [
        "Resource busy",
        "Device or resource busy",
        "Resource temporarily unavailable",
        "Interrupted system call",
        "Try again",
    ];
    private static readonly string[] NoKernelSupport = ["Protocol not supported", "Operation not supported"];

    /// <summary>Whether the table that was asked for isn't there.</summary>
    public static bool SaysMissing(CommandResult result) => IsRefusal(result) && Contains(result, Missing);

    /// <summary>Whether the same may succeed if tried again.</summary>
    public static bool IsPassing(CommandResult result) => IsRefusal(result) && Passing.Any(text => Contains(result, text));

    /// <summary>Whether nft ran and said no, so that it matters what it was asked for.</summary>
    public static bool IsRefusal(CommandResult result) => FirewallRun.IsRefusal(result);

    public static void ThrowUnlessSuccess(CommandResult result)
    {
        if (!result.IsSuccess)
        {
            throw new NftablesException(Explain(result));
        }
    }

    public static string Explain(CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } =>
                "nft isn't installed. Install nftables (apt-get install nftables, dnf install nftables).",
            { Outcome: CommandOutcome.FailedToStart } => $"nft can't be started: {result.Detail}",
            { Outcome: CommandOutcome.TimedOut } => "nft didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"nft was ended by signal {result.Signal}."
            ),
            _ when Contains(result, NotPermitted) => "nft isn't permitted to change the packet filter. Run as root, or with CAP_NET_ADMIN.",
            _ when NoKernelSupport.Any(text => Contains(result, text)) =>
                $"the kernel lacks a part of nftables: {FirstError(result)} Load nf_tables, or use another firewall.",
            _ => $"nft: {FirstError(result)}",
        };

    private static string FirstError(CommandResult result)
    {
        const string Word = "Error: ";
        var line = result.ErrorText.Split('\n', 2)[0].Trim();
        var at = line.IndexOf(Word, StringComparison.Ordinal);
        var text = at < 0 ? line : line[(at + Word.Length)..];
        return text.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}, without a word.")
            : string.Concat(text.AsSpan(0, Math.Min(text.Length, 300)), ".");
    }

    private static bool Contains(CommandResult result, string text) => result.ErrorText.Contains(text, StringComparison.Ordinal);
}
