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

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    // Long: one check per option.
    public void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Chain);
        if (
            Chain.Length > MostLetters
            || !char.IsAsciiLetter(Chain[0])
            || !Chain.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            || Taken.Contains(Chain, StringComparer.OrdinalIgnoreCase)
        )
        {
            throw new ArgumentException(
                $"A chain is named by a letter, then letters, digits, '_' and '-', 24 at most, and not as iptables' own. '{Chain}' is not.",
                nameof(Chain)
            );
        }

        if (!Enum.IsDefined(Refusal))
        {
            throw new ArgumentOutOfRangeException(nameof(Refusal), Refusal, "Drop or reject.");
        }

        if (!Enum.IsDefined(Variant))
        {
            throw new ArgumentOutOfRangeException(nameof(Variant), Variant, "The host's, nft or legacy.");
        }

        if (Wait < TimeSpan.FromSeconds(1) || Wait > TimeSpan.FromMinutes(10) || Wait.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Wait), Wait, "Whole seconds, 1 s to 10 minutes.");
        }

        if (!Path.IsPathFullyQualified(LockFile) || LockFile.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{LockFile}' is no absolute path.", nameof(LockFile));
        }
    }
}
