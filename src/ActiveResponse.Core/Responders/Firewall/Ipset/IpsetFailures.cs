using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Ipset.Netlink;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

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

    /// <summary>Explains an error of the kernel.</summary>
    public static string Explain(int error) =>
        error switch
        {
            IpsetFormat.HashFull => OfIpset.Explain("Hash is full, cannot add more elements."),
            NetlinkErrors.NoRoom => "the kernel's reply was lost.",
            > IpsetFormat.PrivateErrors => $"the kernel refuses the element: {Name(error)} (ipset's error {error}).",
            _ => $"the kernel refuses the element: {NetlinkErrors.Explain(error)}",
        };

    /// <summary>Whether an error suggests that the set is of another kind than ours.</summary>
    public static bool IsOfKind(int error) => error is > IpsetFormat.PrivateErrors and not IpsetFormat.HashFull;

    /// <summary>Whether the set doesn't exist.</summary>
    public static bool IsMissing(CommandResult result) => result.IsRefusal() && result.OutputContains("does not exist");

    /// <summary>Whether a set couldn't be created because its name is taken by one of another kind.</summary>
    public static bool IsExisting(CommandResult result) =>
        result.IsRefusal() && result.OutputContains("set with the same name already exists");

    /// <summary>Whether a rule still refers to the set; the kernel releases a deleted rule a little later.</summary>
    public static bool IsInUse(CommandResult result) => result.IsRefusal() && result.OutputContains("in use by a kernel component");

    // The kernel's names are in linux/netfilter/ipset/ip_set.h and ip_set_hash.h.
    private static string Name(int error) =>
        error switch
        {
            4097 => "another protocol than this kernel's",
            4098 => "the kernel doesn't know the kind of set",
            4102 => "the set is of another kind",
            4103 => "it is in the set already, or isn't",
            4104 => "the prefix length isn't allowed",
            4106 => "the set is of another family",
            4107 => "the set has no timeouts",
            4109 => "an IPv4 address is expected",
            4110 => "an IPv6 address is expected",
            4112 => "the set has no comments",
            4353 => "the set can't hold such an element",
            4356 or 4357 => "the set can't hold networks like it",
            _ => "an error of its own",
        };
}
