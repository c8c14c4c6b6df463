using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>What failed runs of nft mean.</summary>
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

    /// <summary>Whether the table isn't there.</summary>
    public static bool SaysMissing(CommandResult result) => result.IsRefusal() && result.Says("No such file or directory");

    public static FirewallAttempt AttemptOf(CommandResult result) =>
        FirewallAttempt.Of(result, OfNft.Explain, static run => run.Says(Passing));
}
