using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Checks an effect: reverts it if its time is up.</summary>
internal abstract class CheckItem(ActionKey key) : WorkItem(key)
{
    public override ActionVerb Verb => ActionVerb.Revert;

    public override ResponseOrder ReportedOrder => UnknownOrder.Of(Key);

    /// <summary>Whether it restores the effect if it hasn't ended.</summary>
    public virtual bool Restores => false;

    /// <summary>Why it was reverted, for people; null if that needs no reason.</summary>
    public virtual string? Why => null;

    /// <summary>Whether it ends a recorded effect.</summary>
    public virtual bool Ends(EffectRecord effect, DateTimeOffset now) =>
        effect.Until <= now || (effect.State == EffectState.Reverting && effect.Due <= now);
}
