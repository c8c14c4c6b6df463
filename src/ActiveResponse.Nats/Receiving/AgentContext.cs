using ActiveResponse.Nats.Connecting;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Receiving;

/// <summary>The parts shared within an agent.</summary>
internal sealed record AgentContext
{
    public required NatsFleetOptions Options { get; init; }

    public required HostIdentity Host { get; init; }

    public required ActiveResponseEngine Engine { get; init; }

    public required FleetConnection Connection { get; init; }

    /// <summary>Collects what the agent reports.</summary>
    public AgentRecord Record { get; } = new();

    /// <summary>The fleet's allow list and kill switch, as known to this agent.</summary>
    public required AgentRules Rules { get; init; }

    public required FleetMeters Meters { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>When this process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether this is a dry run, in which nothing is carried out.</summary>
    public required bool IsDryRun { get; init; }

    public string AgentId => Options.Credentials.AgentId!;
}
