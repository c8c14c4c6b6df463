namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Changes to make at once.</summary>
/// <param name="Sets">The sets to create, or whose chains to recreate by the options; none if all exist.</param>
/// <param name="Changes">The changes of elements; no address twice.</param>
/// <param name="UpdatesTimeouts">Whether the kernel updates the timeout of an existing element; otherwise it is deleted first.</param>
internal readonly record struct NftablesTransaction(
    IReadOnlyCollection<NftablesSet> Sets,
    IReadOnlyList<FirewallChange> Changes,
    bool UpdatesTimeouts
)
{
    public bool IsEmpty => Sets.Count + Changes.Count == 0;
}
