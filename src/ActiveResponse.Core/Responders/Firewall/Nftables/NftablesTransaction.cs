namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>What is to be done at once.</summary>
/// <param name="Sets">The sets to be made, or made anew as the options want them, with their chains; none when all are there.</param>
/// <param name="Changes">The changes of elements; no address twice.</param>
/// <param name="UpdatesTimeouts">Whether the kernel gives an element that is there the new timeout; else it is taken out first.</param>
internal readonly record struct NftablesTransaction(
    IReadOnlyCollection<NftablesSet> Sets,
    IReadOnlyList<FirewallChange> Changes,
    bool UpdatesTimeouts
)
{
    public bool IsEmpty => Sets.Count + Changes.Count == 0;
}
