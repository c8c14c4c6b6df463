using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats;

/// <summary>An order in force in the fleet, or the lift of one, with its status on the agents.</summary>
public sealed record FleetOrder
{
    /// <summary>The agents it is for.</summary>
    public required FleetTarget Target { get; init; }

    /// <summary>Whether it lifts an earlier order.</summary>
    public required bool IsLift { get; init; }

    /// <summary>The order, or the lifted order.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>When it was issued, by the issuer's clock.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When it ends; null for until lifted.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The public key of its signer.</summary>
    public required string Issuer { get; init; }

    /// <summary>Its sequence number in the stream; 0 until the server has acknowledged it.</summary>
    public ulong Sequence { get; init; }

    /// <summary>The number of its agents by status, of those that have ever reported.</summary>
    public ImmutableSortedDictionary<AgentOrderStatus, int> Agents { get; init; } = ImmutableSortedDictionary<AgentOrderStatus, int>.Empty;

    /// <summary>
    /// The ids of these agents with their status, and with the reason if they refused it or failed; empty unless requested.
    /// </summary>
    public ImmutableArray<(string AgentId, AgentOrderStatus Status, string? Why)> Named { get; init; } = [];
}
