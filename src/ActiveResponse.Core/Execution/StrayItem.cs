using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Removes our entry that was found in place and isn't wanted.</summary>
/// <param name="responder">The responder that has it.</param>
/// <param name="found">The entry.</param>
/// <param name="note">Why it is lifted, and by whom; null if nobody lifts it by hand.</param>
internal sealed class StrayItem(IResponder responder, FoundEffect found, OrderNote? note = null) : FoundItem(responder, found)
{
    private readonly TaskCompletionSource<ExecutedAction> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the outcome.</summary>
    public Task<ExecutedAction> Done => _done.Task;

    public override OrderNote? Note => note;

    /// <summary>Whether somebody lifts it by hand.</summary>
    public bool IsByHand => note is not null;

    // Its record may have followed since it was found. Whoever lifts it by hand means it with or without one; anybody else only without.
    public override bool Ends(EffectRecord effect, DateTimeOffset now) => IsByHand || base.Ends(effect, now);

    public override void Abandon(ExecutedAction action)
    {
        _done.TrySetResult(action);
        base.Abandon(action);
    }
}
