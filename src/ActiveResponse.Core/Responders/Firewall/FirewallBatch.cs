using System.Runtime.InteropServices;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A batch with each address once: what is both added and removed is blocked afterwards, which is the safer mistake, and the last
/// add counts.</summary>
/// <remarks>Each address is looked up once; from then on it is its place among the changes, since a flood brings thousands at a
/// time.</remarks>
internal sealed class FirewallBatch
{
    private readonly List<FirewallChange> _changes;
    private readonly int[] _adds;
    private readonly int[] _removes;
    private readonly ResponderResult?[] _results;

    public FirewallBatch(IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes)
    {
        _changes = new List<FirewallChange>(adds.Count + removes.Count);
        _adds = new int[adds.Count];
        _removes = new int[removes.Count];
        var places = new Dictionary<AddressPrefix, int>(adds.Count + removes.Count);
        for (var i = 0; i < _removes.Length; i++)
        {
            _removes[i] = Put(places, new FirewallChange(new FirewallEntry(removes[i], null), Blocks: false));
        }

        for (var i = 0; i < _adds.Length; i++)
        {
            _adds[i] = Put(places, new FirewallChange(adds[i], Blocks: true));
        }

        _results = new ResponderResult?[_changes.Count];
    }

    /// <summary>All of it.</summary>
    public IReadOnlyList<FirewallChange> Changes => _changes;

    /// <summary>What is still without a result.</summary>
    /// <param name="isIPv6">Of which family.</param>
    public FirewallBatchPart Open(bool isIPv6)
    {
        List<int> places = new(_changes.Count);
        for (var place = 0; place < _changes.Count; place++)
        {
            if (_results[place] is null && _changes[place].Address.IsIPv6 == isIPv6)
            {
                places.Add(place);
            }
        }

        // Mostly it is all of them, or none.
        return new FirewallBatchPart(places.Count == _changes.Count ? _changes : [.. places.Select(place => _changes[place])], places);
    }

    /// <summary>Answers those changes that something can be said of without a run.</summary>
    /// <param name="answer">The result, or null where there is none yet.</param>
    public void SetWhere(Func<FirewallChange, ResponderResult?> answer)
    {
        for (var place = 0; place < _results.Length; place++)
        {
            _results[place] ??= answer(_changes[place]);
        }
    }

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

    /// <summary>The results as the caller wants them. Every change must have one.</summary>
    public FirewallBatchResult Answer() => new(Array.ConvertAll(_adds, place => _results[place]!), Array.ConvertAll(_removes, Removed));

    /// <summary>The results as the caller wants them.</summary>
    /// <param name="results">One for each change.</param>
    public FirewallBatchResult AnswerAll(ResponderResult[] results)
    {
        results.CopyTo(_results, 0);
        return Answer();
    }

    /// <summary>One result for all.</summary>
    public FirewallBatchResult AnswerAll(ResponderResult result)
    {
        Array.Fill(_results, result);
        return Answer();
    }

    private int Put(Dictionary<AddressPrefix, int> places, FirewallChange change)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, change.Address, out var isThere);
        if (isThere)
        {
            _changes[place] = change;
            return place;
        }

        place = _changes.Count;
        _changes.Add(change);
        return place;
    }

    private ResponderResult Removed(int place) =>
        _changes[place].Blocks && _results[place]!.IsSuccess ? ResponderResult.Lifted("blocked anew in the same batch") : _results[place]!;
}
