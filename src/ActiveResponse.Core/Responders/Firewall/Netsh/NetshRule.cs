using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>A pair of our rules, inbound and outbound, with the same content unless a process died between the two changes.</summary>
internal sealed class NetshRule(int number)
{
    public int Number { get; } = number;

    /// <summary>The content of the inbound rule; null if it doesn't exist.</summary>
    public IReadOnlyList<AddressPrefix>? Inbound { get; set; }

    /// <summary>The content of the outbound rule; null if it doesn't exist.</summary>
    public IReadOnlyList<AddressPrefix>? Outbound { get; set; }

    /// <summary>The content of both, each address once.</summary>
    public IEnumerable<AddressPrefix> Either => (Inbound ?? []).Concat(Outbound ?? []).Distinct();

    public bool IsSame(NetshRule? other) => other is not null && IsSame(Inbound, other.Inbound) && IsSame(Outbound, other.Outbound);

    /// <summary>Whether two lists have the same content, in any order; null differs from an empty one.</summary>
    public static bool IsSame(IReadOnlyList<AddressPrefix>? one, IReadOnlyList<AddressPrefix>? other) =>
        one is null || other is null ? one is null && other is null : one.Count == other.Count && one.ToHashSet().SetEquals(other);
}
