namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>A part of a list of changes.</summary>
internal readonly record struct ReadOnlyChanges(IReadOnlyList<FirewallChange> All, int Start, int Count)
{
    public FirewallChange this[int index] => All[Start + index];

    /// <summary>The sets they belong to, each once.</summary>
    public List<NftablesSet> Sets()
    {
        var sets = new List<NftablesSet>(1);
        for (var i = 0; i < Count; i++)
        {
            var set = NftablesSet.Of(this[i].Address);
            if (sets.Count == 0 || (sets[^1] != set && !sets.Contains(set)))
            {
                sets.Add(set);
            }
        }

        return sets;
    }
}
