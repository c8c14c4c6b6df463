using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats;

/// <summary>An order that holds in the fleet, or the lift of one, and what became of it.</summary>
public sealed record FleetOrder
{
    /// <summary>For whom.</summary>
    public required FleetTarget Target { get; init; }

    /// <summary>Whether it lifts what was ordered before.</summary>
    public required bool IsLift { get; init; }

    /// <summary>The order, or what is lifted.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>When it was issued, by the issuer's clock.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When it ends; null when it holds until it is lifted.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The public key of who has signed it.</summary>
    public required string Issuer { get; init; }

    /// <summary>Its number in the stream; 0 while the server hasn't taken it.</summary>
    public ulong Sequence { get; init; }

    /// <summary>How many of the agents that it is for, and that have ever reported, stand how.</summary>
    public ImmutableSortedDictionary<AgentOrderStatus, int> Agents { get; init; } = ImmutableSortedDictionary<AgentOrderStatus, int>.Empty;

    /// <summary>
    /// Which agents those are, by their ids, with the reason of those that refused it or failed; empty unless it was asked for.
    /// </summary>
    public ImmutableArray<(string AgentId, AgentOrderStatus Status, string? Why)> Named { get; init; } = [];
}
