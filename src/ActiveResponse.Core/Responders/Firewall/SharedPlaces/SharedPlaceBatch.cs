using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>A batch for a shared place: what is to be run for it, by what was there before, and the results, each address once.</summary>
/// <remarks>
/// What stood there before its add isn't ours and stays; what the caller also names as to be removed is his, and stays too. So an address
/// that is both removed and added is blocked afterwards, which is the safer mistake.
/// </remarks>
internal sealed class SharedPlaceBatch(IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes)
{
    private readonly Dictionary<AddressPrefix, ResponderResult> _added = [];
    private readonly Dictionary<AddressPrefix, ResponderResult> _removed = [];

    /// <summary>Gives every add a result that needs no run.</summary>
    public void FailAdds(string why)
    {
        foreach (var (address, _) in adds)
        {
            _added[address] = ResponderResult.Failed(why);
        }
    }

    /// <summary>Gives every entry without a result this one.</summary>
    public void FailRest(string why, bool mayBeInPlace)
    {
        foreach (var (address, _) in adds)
        {
            _added.TryAdd(address, ResponderResult.Failed(why, mayBeInPlace));
        }

        foreach (var address in removes)
        {
            _removed.TryAdd(address, ResponderResult.Failed(why));
        }
    }

    /// <summary>Settles what needs no run, and says what does.</summary>
    public (IReadOnlyList<AddressPrefix> ToRemove, IReadOnlyList<AddressPrefix> ToAdd) Plan(
        IReadOnlySet<AddressPrefix> there,
        IReadOnlySet<AddressPrefix> halves,
        Func<AddressPrefix, string?> refuse
    )
    {
        var named = removes.ToHashSet();
        List<AddressPrefix> toAdd = [];
        foreach (var address in adds.Select(static entry => entry.Address).Distinct())
        {
            if (_added.ContainsKey(address))
            {
                continue;
            }

            if (there.Contains(address))
            {
                var isNamed = named.Contains(address);
                _added[address] = isNamed
                    ? ResponderResult.Applied()
                    : ResponderResult.AlreadyApplied($"{address} was blocked there before");
                if (isNamed)
                {
                    _removed[address] = ResponderResult.Lifted("blocked anew in the same batch");
                }
            }
            else if (refuse(address) is { } why)
            {
                _added[address] = ResponderResult.Refused(why);
            }
            else
            {
                toAdd.Add(address);
            }
        }

        List<AddressPrefix> toRemove = [];
        foreach (var address in named)
        {
            if (!there.Contains(address) && !halves.Contains(address))
            {
                _removed[address] = ResponderResult.AlreadyLifted($"{address} wasn't blocked there");
            }
            else if (!_removed.ContainsKey(address))
            {
                toRemove.Add(address);
            }
        }

        return (toRemove, toAdd);
    }

    public void Settle(AddressPrefix address, bool blocks, ResponderResult result) => (blocks ? _added : _removed)[address] = result;

    /// <summary>The results as the caller wants them; every entry must have one.</summary>
    public FirewallBatchResult Answer() =>
        new([.. adds.Select(entry => _added[entry.Address])], [.. removes.Select(address => _removed[address])]);
}
