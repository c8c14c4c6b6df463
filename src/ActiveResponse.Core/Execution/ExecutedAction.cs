using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Outcome of one order, as reported to observers.</summary>
public sealed record ExecutedAction
{
    /// <summary>The order.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>Whether it was an apply, a revert or a restore.</summary>
    public required ActionVerb Verb { get; init; }

    /// <summary>The outcome.</summary>
    public required ActionOutcome Outcome { get; init; }

    /// <summary>One line of detail (reason, exit code, who refused), or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Why somebody did it by hand, and who; null if nobody did, or that is unknown.</summary>
    public OrderNote? Note { get; init; }

    /// <summary>Time of the action.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Duration of the responder's call; zero if there was none.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the effect ends; null if it stays until lifted or isn't in place.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When it is retried; null if it isn't.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Number of the subject's offense, from 1; 0 if not counted.</summary>
    public int Offense { get; init; }
}
