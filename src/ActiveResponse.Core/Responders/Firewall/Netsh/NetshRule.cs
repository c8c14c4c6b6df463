using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>A pair of our rules: what they hold inbound and outbound, which is the same unless a process died between the two.</summary>
internal sealed class NetshRule(int number)
{
    public int Number { get; } = number;

    /// <summary>What the inbound rule holds, or null if there is none.</summary>
    public IReadOnlyList<AddressPrefix>? Inbound { get; set; }

    /// <summary>What the outbound rule holds, or null if there is none.</summary>
    public IReadOnlyList<AddressPrefix>? Outbound { get; set; }

    /// <summary>What either holds, each once.</summary>
    public IEnumerable<AddressPrefix> Either => (Inbound ?? []).Concat(Outbound ?? []).Distinct();

    public bool IsSame(NetshRule? other) => other is not null && IsSame(Inbound, other.Inbound) && IsSame(Outbound, other.Outbound);

    /// <summary>Whether two lists hold the same, in whatever order; null is unlike an empty one.</summary>
    public static bool IsSame(IReadOnlyList<AddressPrefix>? one, IReadOnlyList<AddressPrefix>? other) =>
        one is null || other is null ? one is null && other is null : one.Count == other.Count && one.ToHashSet().SetEquals(other);
}
