using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>
/// Decision for one key of a batch: what to record first, whether to call the responder, and how to continue from its answer.
/// </summary>
internal sealed class EffectStep
{
    public required ActionVerb Verb { get; init; }

    /// <summary>Items this step answers.</summary>
    public required IReadOnlyList<WorkItem> Items { get; init; }

    /// <summary>Record to store before the call; null if nothing is remembered or nothing is to be done.</summary>
    public EffectRecord? Before { get; init; }

    /// <summary>Offense to store once the effect is in place, or null.</summary>
    public OffenseRecord? Offense { get; init; }

    /// <summary>Argument of the responder call; null if no call is needed.</summary>
    public ResponderContext? Call { get; init; }

    /// <summary>The existing record, or null.</summary>
    public EffectRecord? Previous { get; init; }

    /// <summary>
    /// Whether to record after the action: the platform ends the effect itself, and if this process dies in between, the next one finds it.
    /// </summary>
    public bool RecordFollows { get; init; }

    /// <summary>Whether the existing record is of an effect in this responder's place.</summary>
    public bool WasHere { get; init; }

    /// <summary>Whether the effect was in place before.</summary>
    public bool WasInPlace { get; init; }

    /// <summary>Other effects on the same entry.</summary>
    /// <remarks>They are checked when this one is gone, since the entry's end may have been this one's.</remarks>
    public IReadOnlyList<ActionKey> Sharers { get; set; } = [];

    /// <summary>The responder's answer, once available.</summary>
    public ResponderResult? Result { get; set; }

    public TimeSpan Duration { get; set; }
}
