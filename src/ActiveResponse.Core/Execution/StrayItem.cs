using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Removes our entry that was found in place and isn't wanted.</summary>
internal sealed class StrayItem(IResponder responder, FoundEffect found) : FoundItem(responder, found)
{
    private readonly TaskCompletionSource<ExecutedAction> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the outcome.</summary>
    public Task<ExecutedAction> Done => _done.Task;

    public override void Abandon(ExecutedAction action)
    {
        _done.TrySetResult(action);
        base.Abandon(action);
    }
}
