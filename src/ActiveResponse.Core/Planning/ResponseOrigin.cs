using ActiveResponse.Alerts;

namespace ActiveResponse.Planning;

/// <summary>Origin of an order, stored with its effect so that operators can ask why.</summary>
public sealed record ResponseOrigin
{
    /// <summary>An order given by hand.</summary>
    public static ResponseOrigin Manual { get; } = new();

    /// <summary>Alert id; empty if given by hand.</summary>
    public string AlertId { get; init; } = "";

    /// <summary>Rule id; 0 if given by hand.</summary>
    public uint RuleId { get; init; }

    /// <summary>Rule level.</summary>
    public int Level { get; init; }

    /// <summary>Id of the agent the alert is about, or null.</summary>
    public string? AgentId { get; init; }

    /// <summary>Name of the agent the alert is about, or null.</summary>
    public string? AgentName { get; init; }

    /// <summary>Location of the event, as written, or null.</summary>
    public string? Location { get; init; }

    /// <summary>
    /// <see cref="Configuration.ActiveResponseConfig.Version"/> of the configuration that caused it; empty if that has none, or if given by
    /// hand.
    /// </summary>
    public string ConfigVersion { get; init; } = "";

    /// <summary>
    /// Who has sent the order to this host, as its transport has made sure, e.g. a fleet and the key of an issuer; null when it is this
    /// host's own.
    /// </summary>
    public string? Sender { get; init; }

    /// <summary>Why it was given by hand, if its giver has said so; control characters are escaped.</summary>
    public string? Reason
    {
        get;
        init => field = OrderNote.Shown(value, OrderNote.LongestReason);
    }

    /// <summary>Who gave it by hand, if that is known; control characters are escaped.</summary>
    public string? By
    {
        get;
        init => field = OrderNote.Shown(value, OrderNote.LongestBy);
    }

    /// <summary>Reason and name of an order given by hand; null if it has neither.</summary>
    internal OrderNote? Note => Reason is null && By is null ? null : new OrderNote { Reason = Reason, By = By };

    /// <summary>The alert as one JSON object in UTF-8; empty unless the responder needs it.</summary>
    public ReadOnlyMemory<byte> AlertJson { get; init; }

    internal static ResponseOrigin Of(OrderNote note) => note == OrderNote.None ? Manual : Manual.With(note);

    internal ResponseOrigin With(OrderNote? note) => this with { Reason = note?.Reason, By = note?.By };

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
