using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A batch with each address once: what is both added and removed is blocked afterwards, which is the safer mistake, and the last add counts.</summary>
internal sealed class FirewallBatch
{
    private readonly IReadOnlyList<FirewallEntry> _adds;
    private readonly IReadOnlyList<AddressPrefix> _removes;
    private readonly Dictionary<AddressPrefix, FirewallChange> _changes = [];
    private readonly Dictionary<AddressPrefix, ResponderResult> _results = [];

    public FirewallBatch(IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes)
    {
        _adds = adds;
        _removes = removes;
        foreach (var address in removes)
        {
            _changes[address] = new FirewallChange(new FirewallEntry(address, null), Blocks: false);
        }

        foreach (var entry in adds)
        {
            _changes[entry.Address] = new FirewallChange(entry, Blocks: true);
        }
    }

    /// <summary>What is still without a result.</summary>
    /// <param name="isIPv6">Of which family.</param>
    public IReadOnlyList<FirewallChange> Open(bool isIPv6) =>
        [.. _changes.Values.Where(change => change.Address.IsIPv6 == isIPv6 && !_results.ContainsKey(change.Address))];

    public void Set(FirewallChange change, ResponderResult result) => _results[change.Address] = result;

    public void SetAll(IReadOnlyList<FirewallChange> changes, IReadOnlyList<ResponderResult> results)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            Set(changes[i], results[i]);
        }
    }

    public void SetAll(IReadOnlyList<FirewallChange> changes, ResponderResult result) => SetAll(changes, [.. changes.Select(_ => result)]);

    /// <summary>The results as the caller wants them.</summary>
    public FirewallBatchResult Answer() => new([.. _adds.Select(entry => _results[entry.Address])], [.. _removes.Select(Removed)]);

    private ResponderResult Removed(AddressPrefix address) =>
        _changes[address].Blocks && _results[address].IsSuccess ? ResponderResult.Reverted("blocked anew in the same batch") : _results[address];
}
