using System.Runtime.InteropServices;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A batch with each address once, and its results. An address that is both added and removed stays blocked, the safer mistake; of
/// two adds the last one counts.</summary>
/// <remarks>Each address is looked up once and then known by its index among the changes, as a flood brings thousands at a time.</remarks>
internal sealed class FirewallBatch
{
    private readonly List<FirewallChange> _changes;

    // Null for a single change.
    private readonly Dictionary<AddressPrefix, int>? _index;
    private readonly int[] _adds;
    private readonly int[] _removes;
    private readonly ResponderResult?[] _results;
    private Dictionary<int, ResponderResult>? _removed;

    public FirewallBatch(IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes)
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        _changes = new List<FirewallChange>(adds.Count + removes.Count);
        _index = adds.Count + removes.Count > 1 ? new Dictionary<AddressPrefix, int>(adds.Count + removes.Count) : null;
        _adds = new int[adds.Count];
        _removes = new int[removes.Count];
        for (var i = 0; i < _removes.Length; i++)
        {
            _removes[i] = Put(new FirewallChange(new FirewallEntry(removes[i], null), Blocks: false));
        }

        for (var i = 0; i < _adds.Length; i++)
        {
            _adds[i] = Put(new FirewallChange(adds[i], Blocks: true));
        }

        _results = new ResponderResult?[_changes.Count];
    }

    /// <summary>All changes, each address once.</summary>
    public IReadOnlyList<FirewallChange> Changes => _changes;

    /// <summary>The changes without a result.</summary>
    public FirewallBatchPart Open => Part(static _ => true);

    /// <summary>The addresses to block that have no result yet.</summary>
    public IReadOnlyList<AddressPrefix> Blocked => Addresses(blocks: true);

    /// <summary>The addresses to unblock that have no result yet.</summary>
    public IReadOnlyList<AddressPrefix> Freed => Addresses(blocks: false);

    public bool HasOpen => Array.Exists(_results, static result => result is null);

    /// <summary>The changes of one address family without a result.</summary>
    public FirewallBatchPart OpenOf(bool isIPv6) => Part(change => change.Address.IsIPv6 == isIPv6);

    /// <summary>The result of an address, or null.</summary>
    public ResponderResult? ResultOf(AddressPrefix address) => _results[PlaceOf(address)];

    /// <summary>Sets the result of an address, replacing an earlier one.</summary>
    public void Set(AddressPrefix address, ResponderResult result) => _results[PlaceOf(address)] = result;

    /// <summary>Sets the result of removing an address that the batch then blocks again.</summary>
    public void SetRemoved(AddressPrefix address, ResponderResult result) => (_removed ??= [])[PlaceOf(address)] = result;

    /// <summary>Sets the results that are known without a run.</summary>
    /// <param name="answer">Returns the result of a change, or null if it has none yet.</param>
    public void SetWhere(Func<FirewallChange, ResponderResult?> answer)
    {
        for (var i = 0; i < _results.Length; i++)
        {
            _results[i] ??= answer(_changes[i]);
        }
    }

    /// <summary>Sets one result for all changes without one.</summary>
    public void SetOpen(ResponderResult result) => SetWhere(_ => result);

    public void SetAll(FirewallBatchPart part, IReadOnlyList<ResponderResult> results)
    {
        for (var i = 0; i < results.Count; i++)
        {
            _results[part.Places[i]] = results[i];
        }
    }

    public void SetAll(FirewallBatchPart part, ResponderResult result)
    {
        foreach (var place in part.Places)
        {
            _results[place] = result;
        }
    }

    /// <summary>The results in the caller's order.</summary>
    public FirewallBatchResult ToResult() => new(Array.ConvertAll(_adds, Added), Array.ConvertAll(_removes, Removed));

    private int PlaceOf(AddressPrefix address) => _index is null ? 0 : _index[address];

    private int Put(FirewallChange change)
    {
        if (_index is null)
        {
            _changes.Add(change);
            return 0;
        }

        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_index, change.Address, out var isThere);
        if (isThere)
        {
            var replaces = change.Blocks && (!_changes[place].Blocks || _changes[place].IsRemovedToo);
            _changes[place] = change with { IsRemovedToo = replaces };
            return place;
        }

        place = _changes.Count;
        _changes.Add(change);
        return place;
    }

    private FirewallBatchPart Part(Func<FirewallChange, bool> isOf)
    {
        List<int> places = new(_changes.Count);
        for (var place = 0; place < _changes.Count; place++)
        {
            if (_results[place] is null && isOf(_changes[place]))
            {
                places.Add(place);
            }
        }

        // Usually all of them, or none.
        return new FirewallBatchPart(places.Count == _changes.Count ? _changes : [.. places.Select(place => _changes[place])], places);
    }

    private List<AddressPrefix> Addresses(bool blocks)
    {
        List<AddressPrefix> addresses = [];
        for (var place = 0; place < _changes.Count; place++)
        {
            if (_results[place] is null && _changes[place].Blocks == blocks)
            {
                addresses.Add(_changes[place].Address);
            }
        }

        return addresses;
    }

    private ResponderResult Added(int place) =>
        _results[place] ?? ResponderResult.Failed($"{_changes[place].Address}: the firewall returned no result");

    private ResponderResult Removed(int place)
    {
        var result = Added(place);
        if (!_changes[place].Blocks || !result.IsSuccess)
        {
            return result;
        }

        return _removed?.GetValueOrDefault(place) ?? ResponderResult.Lifted("blocked again in the same batch");
    }
}
