namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Our chain, the ways to it, and how it is changed.</summary>
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
    /// <summary>The target that drops a packet.</summary>
    public const string Drop = "DROP";

    public const string DefaultLockFile = "/run/active-response-iptables.lock";

    // iptables allows 28; the chain that rejects needs four more than ours.
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

    /// <summary>The chain that rejects packets; used for rejecting only.</summary>
    public string RefusingChain => Chain + "_rej";

    /// <summary>The target of a rule for a blocked address.</summary>
    public string Target => Refusal == IptablesRefusal.Reject ? RefusingChain : Drop;

    /// <summary>The chains that may jump to ours, and whether they should.</summary>
    public IEnumerable<(string Chain, bool IsWanted)> Hooks => [("INPUT", true), ("FORWARD", Forward), ("DOCKER-USER", DockerUser)];

    /// <summary>Whether iptables takes a name for a chain of ours.</summary>
    public static bool IsChain(string chain) =>
        chain.Length <= MostLetters
        && char.IsAsciiLetter(chain[0])
        && chain.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && !Taken.Contains(chain, StringComparer.OrdinalIgnoreCase);
}
