using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>One order: do this to that subject, at this place, for so long. It can be printed, stored, sent and replayed.</summary>
public sealed record ResponseOrder
{
    /// <summary>The response it comes from, e.g. <c>firewall-drop600</c>; the holder of the effect.</summary>
    public required string ResponseName { get; init; }

    /// <summary>The command to run.</summary>
    public required CommandDefinition Command { get; init; }

    /// <summary>The responder instance that carries it out; the executable's name where this host has none for it.</summary>
    public required string Responder { get; init; }

    /// <summary>What it acts on.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The one place it is meant for.</summary>
    public required ResponseLocation Location { get; init; }

    /// <summary>The agent it is meant for, by id or else by name; null for the server, this host, or all agents.</summary>
    public string? TargetAgent { get; init; }

    /// <summary>Whether this host is (among) those that carry it out.</summary>
    public required bool RunsHere { get; init; }

    /// <summary>Whether it must be sent to other hosts.</summary>
    public bool RunsElsewhere { get; init; }

    /// <summary>The response's own timeout; zero means until lifted. The executing host may lengthen it for repeat offenders.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Where the order comes from.</summary>
    public ResponseOrigin Origin { get; init; } = ResponseOrigin.Manual;

    /// <summary>Whether somebody gave it by hand.</summary>
    internal bool IsByHand => ResponseName == ResponsePlanner.ManualHolder && Origin.AlertId.Length == 0;

    /// <summary>What makes two orders the same effect.</summary>
    public ActionKey Key => new(Responder, Subject);
}
