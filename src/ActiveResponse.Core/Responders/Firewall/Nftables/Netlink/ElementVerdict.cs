namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Says what became of changes.</summary>
internal static class ElementVerdict
{
    // The time between a change and its check.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>Says what the kernel's error means for the changes.</summary>
    public static FirewallAttempt Of(int error, NftablesSet? set)
    {
        var text = set is { } one
            ? $"the kernel refuses a change of the set {one.Name}: {NetlinkErrors.Explain(error)}"
            : $"the kernel refuses the change: {NetlinkErrors.Explain(error)}";
        return error switch
        {
            NetlinkErrors.Missing => FirewallAttempt.Gone(text),
            NetlinkErrors.NotPermitted or NetlinkErrors.NotSupported => FirewallAttempt.Failed(NetlinkErrors.Explain(error)),
            _ when NetlinkErrors.IsPassing(error) => FirewallAttempt.Busy(text),
            _ => FirewallAttempt.Refused(text),
        };
    }

    /// <summary>Whether a change is made, by its element and the remaining time.</summary>
    public static bool IsDone(FirewallChange change, bool isThere, TimeSpan? left, DateTimeOffset now) =>
        isThere == change.Blocks && (!isThere || left is null || left + Slack >= change.Entry.Until - now);
}
