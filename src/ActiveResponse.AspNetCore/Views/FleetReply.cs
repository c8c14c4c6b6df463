namespace ActiveResponse.AspNetCore.Views;

/// <summary>A fleet.</summary>
/// <param name="Hosts">The hosts that have ever reported.</param>
/// <param name="Orders">The orders in force, the newest first.</param>
/// <param name="Halted">Whether no host may start anything new.</param>
internal sealed record FleetReply(IReadOnlyList<FleetHostItem> Hosts, IReadOnlyList<FleetOrderItem> Orders, bool Halted);

/// <summary>A host of the fleet, as of its latest report.</summary>
internal sealed record FleetHostItem
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required bool Online { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The number of orders in force that it hasn't processed yet.</summary>
    public required int Lag { get; init; }

    /// <summary>The number of effects it has on record.</summary>
    public required int Blocks { get; init; }

    /// <summary><c>active</c>, <c>halted</c> or <c>dry run</c>; with its latest failure, if there is one.</summary>
    public required string State { get; init; }
}

/// <summary>An order in force.</summary>
/// <param name="Target">The subject.</param>
/// <param name="Group">The hosts it is for: <c>all</c>, <c>agent:ID</c> or <c>label:NAME</c>.</param>
/// <param name="State">What is done, and until when.</param>
/// <param name="Counts">The number of hosts by status.</param>
internal sealed record FleetOrderItem(string Target, string Group, string State, IReadOnlyDictionary<string, int> Counts);
