using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A batch with each address once and only what can be expressed: what is both added and removed is blocked afterwards, which is
/// the safer mistake.</summary>
internal sealed class DistinctBatch
{
    private readonly IReadOnlyList<FirewallEntry> _adds;
    private readonly IReadOnlyList<AddressPrefix> _removes;
    private readonly Dictionary<AddressPrefix, ResponderResult> _results = [];

    public DistinctBatch(string name, FirewallCapabilities can, IReadOnlyList<FirewallEntry> adds, IReadOnlyList<AddressPrefix> removes)
    {
        _adds = adds;
        _removes = removes;
        Adds = [.. adds.Select(static entry => entry.Address).Distinct().Where(address => CanExpress(name, can, address))];
        var blocked = Adds.ToHashSet();
        Removes = [.. removes.Distinct().Where(address => CanExpress(name, can, address) && !blocked.Contains(address))];
    }

    /// <summary>The addresses to be blocked.</summary>
    public IReadOnlyList<AddressPrefix> Adds { get; }

    /// <summary>The addresses to be let in.</summary>
    public IReadOnlyList<AddressPrefix> Removes { get; }

    public bool IsEmpty => Adds.Count + Removes.Count == 0;

    /// <summary>Says what came of an address.</summary>
    public void Set(AddressPrefix address, ResponderResult result) => _results[address] = result;

    /// <summary>Says of every address that can be expressed that the same came of it.</summary>
    public FirewallBatchResult AnswerAll(ResponderResult result)
    {
        foreach (var address in Adds.Concat(Removes))
        {
            Set(address, result);
        }

        return Answer();
    }

    /// <summary>The results as the caller wants them.</summary>
    public FirewallBatchResult Answer()
    {
        var added = Adds.ToHashSet();
        return new FirewallBatchResult(
            [.. _adds.Select(entry => Of(entry.Address))],
            [
                .. _removes.Select(address =>
                    added.Contains(address) && Of(address).IsSuccess
                        ? ResponderResult.Lifted("blocked anew in the same batch")
                        : Of(address)
                ),
            ]
        );
    }

    private ResponderResult Of(AddressPrefix address) =>
        _results.GetValueOrDefault(address) ?? ResponderResult.Failed($"{address}: nothing came of it");

    private bool CanExpress(string name, FirewallCapabilities can, AddressPrefix address)
    {
        var why = address switch
        {
            { IsIPv6: true } when !can.IPv6 => $"'{name}' can't block IPv6",
            { IsSingleAddress: false } when !can.Prefixes => $"'{name}' can't block networks, only single addresses",
            _ => null,
        };
        if (why is not null)
        {
            Set(address, ResponderResult.Refused(why));
        }

        return why is null;
    }
}
