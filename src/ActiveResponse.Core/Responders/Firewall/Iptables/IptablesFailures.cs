using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Explains failed runs of iptables.</summary>
internal static class IptablesFailures
{
    private static readonly string[] Passing =
    [
        "holding the xtables lock",
        "Resource temporarily unavailable",
        "Interrupted system call",
        "Try again",
        "Device or resource busy",
    ];

    private static readonly string[] NoSupport =
    [
        "Table does not exist",
        "can't initialize",
        "unable to initialize",
        "Address family not supported",
        "Protocol not supported",
    ];

    /// <summary>The failures of one program.</summary>
    /// <param name="program">Its name, e.g. <c>ip6tables-nft</c>.</param>
    public static ProgramFailure Of(string program) =>
        new(program, "Install iptables (apt-get install iptables, dnf install iptables-nft).")
        {
            Task = "change the packet filter",
            Rights = "Run as root, or with CAP_NET_ADMIN and CAP_NET_RAW.",
            Hints =
            [
                new(
                    $"{program} has no match 'comment', which marks our rules. Load xt_comment, or install iptables' extensions.",
                    "match `comment'"
                ),
                new($"{program} has no match 'set'. Load xt_set, or install iptables' extensions.", "match `set'"),
                new($"{program} can't read the table filter, which was created with nft. Use nftables.", "is incompatible"),
                new($"{program} waited for another program that changes the packet filter. Allow more time.", "holding the xtables lock"),
                new($"the kernel lacks what {program} needs: {{0}} Load ip_tables or nf_tables, or use another firewall.", [.. NoSupport]),
            ],
        };

    /// <summary>Whether another try may succeed.</summary>
    public static bool IsPassing(CommandResult result) => result.IsRefusal() && result.OutputContains(Passing);

    /// <summary>Whether this host can't filter a family at all, so it has none of our entries.</summary>
    public static bool IsUnsupported(CommandResult result) =>
        result.StartFailure == StartFailure.NotFound
        || (result.IsRefusal() && result.OutputContains(NoSupport) && !ProgramFailure.IsNotPermitted(result));

    /// <summary>Whether only an ipset set of a rule is missing: iptables and the kernel support such rules then.</summary>
    public static bool IsNoSet(CommandResult result) =>
        result.IsRefusal() && result.OutputContains("Set ") && result.OutputContains("doesn't exist");
}
