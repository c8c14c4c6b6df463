using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Removes an entry that was found without a record.</summary>
internal sealed class RemoveStep : EffectStep
{
    public override ActionVerb Verb => ActionVerb.Revert;

    /// <summary>Why somebody lifts it, and who; null if nobody does, or that is unknown.</summary>
    public required OrderNote? Note { get; init; }
}
