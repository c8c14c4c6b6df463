using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.State;

/// <summary>One thing that was done, or tried, on this host: what became of it, and why it was wanted.</summary>
public sealed record HistoryEntry
{
    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether an effect was taken back; else it was put in place, or kept there for longer.</summary>
    public required bool IsRevert { get; init; }

    /// <summary>What became of it.</summary>
    public required ActionOutcome Outcome { get; init; }

    /// <summary>More about it in one line (why, exit code, who refused), or null.</summary>
    public string? Detail { get; init; }

    /// <summary>The responder instance's name.</summary>
    public required string Responder { get; init; }

    /// <summary>What it acted on.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The response, e.g. <c>firewall-drop600</c>; empty when it is not known.</summary>
    public string ResponseName { get; init; } = "";

    /// <summary>The rule's id; 0 when given by hand.</summary>
    public uint RuleId { get; init; }

    /// <summary>The alert's id; empty when given by hand.</summary>
    public string AlertId { get; init; } = "";

    /// <summary>The id of the agent the alert is about, or null.</summary>
    public string? AgentId { get; init; }

    /// <summary>The name of the agent the alert is about, or null.</summary>
    public string? AgentName { get; init; }

    /// <summary>Which offense of the subject it was, from 1; 0 when not counted.</summary>
    public int Offense { get; init; }

    /// <summary>When the effect ends, or null when it stays until lifted or isn't in place.</summary>
    public DateTimeOffset? Until { get; init; }
}
