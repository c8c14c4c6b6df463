namespace ActiveResponse.Execution;

/// <summary>Removes an entry that was found without a record.</summary>
internal sealed class RemoveStep : EffectStep
{
    public override ActionVerb Verb => ActionVerb.Revert;
}
