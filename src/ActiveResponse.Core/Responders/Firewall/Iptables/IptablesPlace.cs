namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Which chain is ours, from where it is reached, and how it is changed.</summary>
internal sealed record IptablesPlace(
    string Chain,
    bool Forward,
    bool DockerUser,
    IptablesRefusal Refusal,
    IptablesVariant Variant,
    TimeSpan Wait,
    string LockFile
)
{
    /// <summary>The target that lets a packet vanish.</summary>
    public const string Drop = "DROP";

    public const string DefaultLockFile = "/run/active-response-iptables.lock";

    // iptables takes 28; the chain that refuses needs four more than ours.
    private const int MostLetters = 24;

    private static readonly string[] Taken =
    [
        "INPUT",
        "FORWARD",
        "OUTPUT",
        "PREROUTING",
        "POSTROUTING",
        "DOCKER-USER",
        "ACCEPT",
        "DROP",
        "REJECT",
        "RETURN",
        "QUEUE",
        "LOG",
    ];

    /// <summary>The chain that answers what is refused; there only to reject.</summary>
    public string RefusingChain => Chain + "_rej";

    /// <summary>What a rule about a blocked address leads to.</summary>
    public string Target => Refusal == IptablesRefusal.Reject ? RefusingChain : Drop;

    /// <summary>The chains from which ours may be reached, and whether it is to be.</summary>
    public IEnumerable<(string Chain, bool IsWanted)> Hooks => [("INPUT", true), ("FORWARD", Forward), ("DOCKER-USER", DockerUser)];

    /// <summary>Whether iptables takes a name for a chain of ours.</summary>
    public static bool IsChain(string chain) =>
        chain.Length <= MostLetters
        && char.IsAsciiLetter(chain[0])
        && chain.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && !Taken.Contains(chain, StringComparer.OrdinalIgnoreCase);
}
