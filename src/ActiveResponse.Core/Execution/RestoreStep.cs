using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Applies a recorded effect again.</summary>
internal sealed class RestoreStep : EffectStep
{
    public override ActionVerb Verb => ActionVerb.Restore;

    /// <summary>The existing record.</summary>
    public required EffectRecord Effect { get; init; }
}
