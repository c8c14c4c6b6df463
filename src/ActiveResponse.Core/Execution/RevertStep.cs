using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Reverts a recorded effect.</summary>
internal sealed class RevertStep : EffectStep
{
    public override ActionVerb Verb => ActionVerb.Revert;

    public override EffectRecord RecordedFirst => Effect;

    /// <summary>Record of the effect as being reverted.</summary>
    public required EffectRecord Effect { get; init; }

    /// <summary>Why it ends, for people; null if that needs no reason.</summary>
    public required string? Why { get; init; }

    /// <summary>Why somebody lifts it, and who; null if nobody does, or that is unknown.</summary>
    public required OrderNote? Note { get; init; }

    /// <summary>Other effects on the same entry.</summary>
    /// <remarks>They are checked when this one is gone, since the entry's end may have been this one's.</remarks>
    public IReadOnlyList<ActionKey> Sharers { get; set; } = [];
}
