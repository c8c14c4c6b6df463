namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>What a fleet of one size costs, beside bare connections: milliseconds for an order, and bytes for each agent.</summary>
internal sealed record FleetPoint(
    double BareAll,
    double AgentsAll,
    double BareOne,
    double AgentsOne,
    double BareMemory,
    double AgentsMemory
);
