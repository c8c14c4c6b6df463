using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Decision for one key of a batch: what to record first, what to call the responder for, and how to continue.</summary>
internal abstract class EffectStep
{
    /// <summary>Items this step completes.</summary>
    public required IReadOnlyList<WorkItem> Items { get; init; }

    public abstract ActionVerb Verb { get; }

    /// <summary>Record to store before the call; null if nothing changes by then.</summary>
    public virtual EffectRecord? RecordedFirst => null;

    /// <summary>Argument of the responder call; null if no call is needed.</summary>
    public ResponderContext? Call { get; init; }

    /// <summary>The responder's result, once available.</summary>
    public ResponderResult? Result { get; set; }

    /// <summary>Duration of the call.</summary>
    public TimeSpan Duration { get; set; }
}
