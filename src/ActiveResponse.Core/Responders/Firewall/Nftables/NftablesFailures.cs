using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Explains failed runs of nft.</summary>
internal static class NftablesFailures
{
    private static readonly string[] Passing =
    [
        "Resource busy",
        "Device or resource busy",
        "Resource temporarily unavailable",
        "Interrupted system call",
        "Try again",
    ];

    public static ProgramFailure OfNft { get; } =
        new("nft", "Install nftables (apt-get install nftables, dnf install nftables).")
        {
            Task = "change the packet filter",
            Rights = "Run as root, or with CAP_NET_ADMIN.",
            Hints =
            [
                new(
                    "the kernel lacks a part of nftables: {0} Load nf_tables, or use another firewall.",
                    "Protocol not supported",
                    "Operation not supported"
                ),
            ],
        };

    /// <summary>Whether the table doesn't exist.</summary>
    public static bool IsMissing(CommandResult result) => result.IsRefusal() && result.OutputContains("No such file or directory");

    public static FirewallAttempt AttemptOf(CommandResult result) =>
        FirewallAttempt.Of(result, OfNft.Explain, static run => run.OutputContains(Passing));
}
