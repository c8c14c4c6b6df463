using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>What firewalld says of each of several rules.</summary>
internal sealed class FirewalldMessages
{
    private readonly Dictionary<AddressPrefix, string> _why = [];
    private readonly HashSet<AddressPrefix> _uncertain = [];

    /// <summary>The rules it reported as unchanged.</summary>
    public HashSet<AddressPrefix> Unchanged { get; } = [];

    /// <param name="address">The rule's address.</param>
    /// <param name="line">Its answer, or why there is none.</param>
    public void Add(AddressPrefix address, string line)
    {
        if (FirewalldErrors.IsUnchanged(line))
        {
            Unchanged.Add(address);
        }

        _why[address] = $"{address}: {line}";
    }

    /// <summary>Notes that firewalld may have carried out a request, or still may.</summary>
    public void AddUncertain(AddressPrefix address, string why)
    {
        _uncertain.Add(address);
        _why[address] = $"{address}: {why}";
    }

    public void Add(FirewalldMessages others)
    {
        Unchanged.UnionWith(others.Unchanged);
        _uncertain.UnionWith(others._uncertain);
        foreach (var (address, why) in others._why)
        {
            _why[address] = why;
        }
    }

    /// <summary>The result of a rule that isn't as it should be.</summary>
    public ResponderResult Failed(AddressPrefix address) =>
        ResponderResult.Failed(
            _why.GetValueOrDefault(address) ?? $"{address}: another program changed the rule meanwhile.",
            mayBeInPlace: _uncertain.Contains(address)
        );
}
