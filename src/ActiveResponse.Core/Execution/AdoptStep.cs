using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Records an entry that was found; the responder isn't called.</summary>
internal sealed class AdoptStep : EffectStep
{
    public override ActionVerb Verb => ActionVerb.Restore;

    public override EffectRecord RecordedFirst => Effect;

    /// <summary>The new record.</summary>
    public required EffectRecord Effect { get; init; }
}
