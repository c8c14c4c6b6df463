using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>A batch with each address once: what is both added and removed is blocked afterwards, which is the safer mistake, and the last add counts.</summary>
internal sealed class NftablesBatch
{
    private readonly IReadOnlyList<FirewallEntry> _adds;
    private readonly IReadOnlyList<AddressPrefix> _removes;
    private readonly List<NftablesChange> _changes;
    private readonly Dictionary<AddressPrefix, int> _places;

    public NftablesBatch(IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes)
    {
        _adds = adds;
        _removes = removes;
        _changes = new List<NftablesChange>(adds.Count + removes.Count);
        _places = new Dictionary<AddressPrefix, int>(adds.Count + removes.Count);
        foreach (var address in removes)
        {
            Put(new NftablesChange(new FirewallEntry(address, null), Blocks: false));
        }

        foreach (var entry in adds)
        {
            Put(new NftablesChange(entry, Blocks: true));
        }
    }

    public IReadOnlyList<NftablesChange> Changes => _changes;

    /// <summary>The results as the caller wants them.</summary>
    /// <param name="results">One for each change.</param>
    public FirewallBatchResult Answer(IReadOnlyList<ResponderResult> results) => new(
        [.. _adds.Select(entry => results[_places[entry.Address]])],
        [.. _removes.Select(address => Removed(_places[address], results))]);

    public FirewallBatchResult AnswerAll(ResponderResult result) => Answer([.. _changes.Select(_ => result)]);

    private ResponderResult Removed(int place, IReadOnlyList<ResponderResult> results) =>
        _changes[place].Blocks && results[place].IsSuccess ? ResponderResult.Reverted("blocked anew in the same batch") : results[place];

    private void Put(NftablesChange change)
    {
        if (_places.TryAdd(change.Entry.Address, _changes.Count))
        {
            _changes.Add(change);
        }
        else
        {
            _changes[_places[change.Entry.Address]] = change;
        }
    }
}
