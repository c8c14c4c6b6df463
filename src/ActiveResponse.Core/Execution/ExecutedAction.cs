using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>What became of one order, as observers are notified of it.</summary>
public sealed record ExecutedAction
{
    /// <summary>The order.</summary>
    public required ResponseOrder Order { get; init; }

    /// <summary>Whether it was put in place, taken back, or put in place again.</summary>
    public required ActionVerb Verb { get; init; }

    /// <summary>What became of it.</summary>
    public required ActionOutcome Outcome { get; init; }

    /// <summary>More about it in one line (why, exit code, who refused), or null.</summary>
    public string? Detail { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long the responder took; zero when nothing was run.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the effect ends, or null when it stays until lifted or isn't in place.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When it is tried again, or null when it isn't.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Which offense of the subject it was, from 1; 0 when not counted.</summary>
    public int Offense { get; init; }
}
