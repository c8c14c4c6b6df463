using ActiveResponse.Nats.Connecting;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Receiving;

/// <summary>Parts that everything in an agent shares.</summary>
internal sealed record AgentContext
{
    public required NatsFleetOptions Options { get; init; }

    public required HostIdentity Host { get; init; }

    public required ActiveResponseEngine Engine { get; init; }

    public required FleetConnection Connection { get; init; }

    /// <summary>What the agent will report.</summary>
    public AgentRecord Record { get; } = new();

    /// <summary>The fleet's allow list and kill switch as they are known here.</summary>
    public required AgentRules Rules { get; init; }

    public required FleetMeters Meters { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>When this process began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether nothing is carried out.</summary>
    public required bool IsDryRun { get; init; }

    public string AgentId => Options.Credentials.AgentId!;
}
