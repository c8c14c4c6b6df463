using ActiveResponse.Execution;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats;

/// <summary>The parts a host provides for its membership in a fleet.</summary>
internal sealed record FleetHostParts
{
    public required NatsFleetOptions Options { get; init; }

    public required HostIdentity Host { get; init; }

    /// <summary>Returns the engine, or null if there is none. Called only after the host has started.</summary>
    public required Func<ActiveResponseEngine?> Engine { get; init; }

    /// <summary>Returns the engine's execution options.</summary>
    public required Func<ExecutionOptions> Execution { get; init; }

    public required FleetMeters Meters { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }
}
