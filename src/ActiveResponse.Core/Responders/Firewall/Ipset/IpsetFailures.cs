using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Explains failed runs of ipset.</summary>
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
                new("the set is full. Allow more elements, and delete the set (it is created again), or use networks.", "Hash is full"),
            ],
        };

    /// <summary>Whether the set doesn't exist.</summary>
    public static bool IsMissing(CommandResult result) => result.IsRefusal() && result.OutputContains("does not exist");

    /// <summary>Whether a set couldn't be created because its name is taken by one of another kind.</summary>
    public static bool IsExisting(CommandResult result) =>
        result.IsRefusal() && result.OutputContains("set with the same name already exists");

    /// <summary>Whether a rule still refers to the set; the kernel releases a deleted rule a little later.</summary>
    public static bool IsInUse(CommandResult result) => result.IsRefusal() && result.OutputContains("in use by a kernel component");
}
