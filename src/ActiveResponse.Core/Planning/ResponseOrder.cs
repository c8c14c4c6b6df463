using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>One order: what to do to which subject, where and for how long. Can be printed, stored, sent and replayed.</summary>
public sealed record ResponseOrder
{
    /// <summary>Response it comes from, e.g. <c>firewall-drop600</c>; the holder of the effect.</summary>
    public required string ResponseName { get; init; }

    /// <summary>Command to run.</summary>
    public required CommandDefinition Command { get; init; }

    /// <summary>Responder instance that carries it out; the executable's name if this host has none.</summary>
    public required string Responder { get; init; }

    /// <summary>Subject it acts on.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The one location it is meant for.</summary>
    public required ResponseLocation Location { get; init; }

    /// <summary>Agent it is meant for, by id or else by name; null for the server, this host, or all agents.</summary>
    public string? TargetAgent { get; init; }

    /// <summary>Whether this host carries it out, alone or among others.</summary>
    public required bool RunsHere { get; init; }

    /// <summary>Whether it must be sent to other hosts.</summary>
    public bool RunsElsewhere { get; init; }

    /// <summary>The response's own timeout; zero means until lifted. The executing host may extend it for repeat offenders.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Where the order comes from.</summary>
    public ResponseOrigin Origin { get; init; } = ResponseOrigin.Manual;

    /// <summary>Whether it was given by hand.</summary>
    internal bool IsByHand => ResponseName == ResponsePlanner.ManualHolder && Origin.AlertId.Length == 0;

    /// <summary>Identifies its effect.</summary>
    public ActionKey Key => new(Responder, Subject);
}
