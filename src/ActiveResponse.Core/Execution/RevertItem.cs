using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Reverts an effect.</summary>
internal sealed class RevertItem(ActionKey key, RevertReason reason, OrderNote? note = null) : CheckItem(key)
{
    private readonly TaskCompletionSource<ExecutedAction> _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the outcome.</summary>
    public Task<ExecutedAction> Done => _awaited.Task;

    public override OrderNote? Note => note;

    public override string? Why =>
        reason switch
        {
            RevertReason.Allowed => "the allow list covers it now",
            RevertReason.Protected => "it covers an address that this host needs now",
            _ => null,
        };

    public override bool Ends(EffectRecord effect, DateTimeOffset now) =>
        reason switch
        {
            RevertReason.Due => base.Ends(effect, now),
            RevertReason.Stopping => effect.Until is not null,
            _ => true,
        };

    public override void Abandon(ExecutedAction action)
    {
        _awaited.TrySetResult(action);
        base.Abandon(action);
    }
}
