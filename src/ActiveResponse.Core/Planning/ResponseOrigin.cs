using ActiveResponse.Alerts;

namespace ActiveResponse.Planning;

/// <summary>Where an order comes from, kept with its effect so that it can be asked why.</summary>
public sealed record ResponseOrigin
{
    /// <summary>An order given by hand.</summary>
    public static ResponseOrigin Manual { get; } = new();

    /// <summary>The alert's id; empty when given by hand.</summary>
    public string AlertId { get; init; } = "";

    /// <summary>The rule's id; 0 when given by hand.</summary>
    public uint RuleId { get; init; }

    /// <summary>The rule's level.</summary>
    public int Level { get; init; }

    /// <summary>The id of the agent the alert is about, or null.</summary>
    public string? AgentId { get; init; }

    /// <summary>The name of the agent the alert is about, or null.</summary>
    public string? AgentName { get; init; }

    /// <summary>Where the event came from, as written, or null.</summary>
    public string? Location { get; init; }

    /// <summary>The <see cref="Configuration.ActiveResponseConfig.Version"/> of the configuration that led to it; empty when that has none,
    /// or by hand.</summary>
    public string ConfigVersion { get; init; } = "";

    /// <summary>The alert as one JSON object in UTF-8; empty unless the responder needs it.</summary>
    public ReadOnlyMemory<byte> AlertJson { get; init; }

    internal static ResponseOrigin Of(Alert alert, bool withJson, string configVersion = "") =>
        new()
        {
            AlertId = alert.Id,
            RuleId = alert.RuleId,
            Level = alert.Level,
            AgentId = alert.AgentId,
            AgentName = alert.AgentName,
            Location = alert.Location,
            ConfigVersion = configVersion,
            AlertJson = withJson ? alert.Json : default,
        };
}
