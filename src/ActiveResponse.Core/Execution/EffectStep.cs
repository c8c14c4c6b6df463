using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>What is decided for one key of a batch: what to record first, whether to call the responder, and how to go on from its
/// answer.</summary>
internal sealed class EffectStep
{
    public required ActionVerb Verb { get; init; }

    /// <summary>The items this step answers.</summary>
    public required IReadOnlyList<WorkItem> Items { get; init; }

    /// <summary>The record to store before the responder is called; null when nothing is remembered or nothing is to be done.</summary>
    public EffectRecord? Before { get; init; }

    /// <summary>The offense to store once the effect is in place, or null.</summary>
    public OffenseRecord? Offense { get; init; }

    /// <summary>What to call the responder with; null when the responder isn't needed.</summary>
    public ResponderContext? Call { get; init; }

    /// <summary>The record as it was found; null when there was none.</summary>
    public EffectRecord? Previous { get; init; }

    /// <summary>Whether the record follows the act: the platform ends the effect by itself, and should this process end in between, the
    /// next one finds it there.</summary>
    public bool RecordFollows { get; init; }

    /// <summary>Whether the record that was found is of an effect in a place of this responder.</summary>
    public bool WasHere { get; init; }

    /// <summary>Whether the effect was in place before.</summary>
    public bool WasInPlace { get; init; }

    /// <summary>Other effects that the same entry stands for.</summary>
    /// <remarks>They are looked at again when this one is gone, since the entry's end may have been this one's.</remarks>
    public IReadOnlyList<ActionKey> Sharers { get; set; } = [];

    /// <summary>The responder's answer, once there.</summary>
    public ResponderResult? Result { get; set; }

    public TimeSpan Duration { get; set; }
}
