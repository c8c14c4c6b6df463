using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>What failed runs of ipset mean.</summary>
internal static class IpsetFailures
{
    public static ProgramFailure OfIpset { get; } =
        new("ipset", "Install ipset (apt-get install ipset, dnf install ipset).")
        {
            Task = "change sets",
            Rights = "Run as root, or with CAP_NET_ADMIN.",
            Hints =
            [
                new("the kernel lacks ipset. Load ip_set and ip_set_hash_net, or use another firewall.", "Cannot open session to kernel"),
                new("the set is full. Allow more elements, and delete the set (it is made anew), or use networks.", "Hash is full"),
            ],
        };

    /// <summary>Whether the set isn't there.</summary>
    public static bool SaysMissing(CommandResult result) => result.IsRefusal() && result.Says("does not exist");

    /// <summary>Whether a set was to be made whose name is taken by another, or by one that is made in another way.</summary>
    public static bool SaysExists(CommandResult result) => result.IsRefusal() && result.Says("set with the same name already exists");

    /// <summary>Whether a rule still looks into the set; the kernel lets go of a rule a little after it was deleted.</summary>
    public static bool SaysInUse(CommandResult result) => result.IsRefusal() && result.Says("in use by a kernel component");
}
