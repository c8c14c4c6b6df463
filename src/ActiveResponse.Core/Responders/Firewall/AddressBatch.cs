using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>
/// A batch with each address once, for places that keep no ends: what is both added and removed is blocked afterwards, which is the safer
/// mistake.
/// </summary>
internal sealed class AddressBatch
{
    private readonly IReadOnlyList<FirewallEntry> _adds;
    private readonly IReadOnlyList<AddressPrefix> _removes;
    private readonly Dictionary<AddressPrefix, ResponderResult> _results = [];
    private readonly HashSet<AddressPrefix> _blocked;

    public AddressBatch(IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes)
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        _adds = adds;
        _removes = removes;
        Blocked = [.. adds.Select(static entry => entry.Address).Distinct()];
        _blocked = [.. Blocked];
        Freed = [.. removes.Distinct().Where(address => !_blocked.Contains(address))];
    }

    /// <summary>What is to be blocked, each once.</summary>
    public IReadOnlyList<AddressPrefix> Blocked { get; }

    /// <summary>What is to be let in, each once, and not in <see cref="Blocked"/>.</summary>
    public IReadOnlyList<AddressPrefix> Freed { get; }

    /// <summary>Those of the batch that have no result yet.</summary>
    public IReadOnlyList<AddressPrefix> Open(IReadOnlyList<AddressPrefix> addresses) =>
        [.. addresses.Where(address => !_results.ContainsKey(address))];

    /// <summary>Sets the result of an address; the last one counts.</summary>
    public void Set(AddressPrefix address, ResponderResult result) => _results[address] = result;

    /// <summary>Sets a result for every address that has none.</summary>
    public void SetOpen(Func<AddressPrefix, ResponderResult> result)
    {
        foreach (var address in Open([.. Blocked, .. Freed]))
        {
            Set(address, result(address));
        }
    }

    /// <summary>Takes over the results of a second place that holds the same: what failed there has failed, and what was there until now is
    /// reverted.</summary>
    public void Merge(AddressBatch other)
    {
        foreach (var (address, result) in other._results)
        {
            if (!_results.TryGetValue(address, out var ours) || !result.IsSuccess || ours.Outcome == ActionOutcome.AlreadyLifted)
            {
                _results[address] =
                    ours is { IsSuccess: true } && !result.IsSuccess
                        ? ResponderResult.Failed(result.Detail ?? "", mayBeInPlace: true)
                        : result;
            }
        }
    }

    /// <summary>The results as the caller wants them. Every address must have one.</summary>
    public FirewallBatchResult Answer() =>
        new(
            [.. _adds.Select(entry => _results[entry.Address])],
            [
                .. _removes.Select(address =>
                    _blocked.Contains(address) && _results[address].IsSuccess
                        ? ResponderResult.Lifted("blocked anew in the same batch")
                        : _results[address]
                ),
            ]
        );
}
