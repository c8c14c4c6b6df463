using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.State;

/// <summary>One action on this host: what was tried, its outcome, and why.</summary>
public sealed record HistoryEntry
{
    /// <summary>Time of the action.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was a revert; otherwise an apply or an extension.</summary>
    public required bool IsRevert { get; init; }

    /// <summary>Outcome of the action.</summary>
    public required ActionOutcome Outcome { get; init; }

    /// <summary>One line of detail (reason, exit code, who refused), or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Name of the responder instance.</summary>
    public required string Responder { get; init; }

    /// <summary>Subject it acted on.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The response, e.g. <c>firewall-drop600</c>; empty if unknown.</summary>
    public string ResponseName { get; init; } = "";

    /// <summary>Rule id; 0 if given by hand.</summary>
    public uint RuleId { get; init; }

    /// <summary>Alert id; empty if given by hand.</summary>
    public string AlertId { get; init; } = "";

    /// <summary>Id of the agent the alert is about, or null.</summary>
    public string? AgentId { get; init; }

    /// <summary>Name of the agent the alert is about, or null.</summary>
    public string? AgentName { get; init; }

    /// <summary>Number of the subject's offense, from 1; 0 if not counted.</summary>
    public int Offense { get; init; }

    /// <summary>When the effect ends; null if it stays until lifted or isn't in place.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why somebody did it by hand, as far as given; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Who did it by hand, as far as known; or null.</summary>
    public string? By { get; init; }
}
