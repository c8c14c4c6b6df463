namespace ActiveResponse.Execution;

/// <summary>Carries out an order whose effect is forgotten.</summary>
internal sealed class RunStep : EffectStep
{
    public override ActionVerb Verb => ActionVerb.Apply;
}
