using ActiveResponse.Execution;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats;

/// <summary>What a host brings to its part in a fleet.</summary>
internal sealed record FleetHostParts
{
    public required NatsFleetOptions Options { get; init; }

    public required HostIdentity Host { get; init; }

    /// <summary>The engine; asked for only once the host has started, and null where there is none.</summary>
    public required Func<ActiveResponseEngine?> Engine { get; init; }

    /// <summary>How the engine carries orders out.</summary>
    public required Func<ExecutionOptions> Execution { get; init; }

    public required FleetMeters Meters { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }
}
