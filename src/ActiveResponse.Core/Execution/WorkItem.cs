using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Why an effect is to be taken back.</summary>
internal enum EndReason
{
    /// <summary>Its time is up.</summary>
    Due,

    /// <summary>Somebody lifted it.</summary>
    Lifted,

    /// <summary>A new allow list covers it.</summary>
    Allowed,

    /// <summary>The host stops.</summary>
    Stopping,
}

/// <summary>One thing to do for one key: put an effect in place, or take it back.</summary>
internal sealed class WorkItem
{
    private readonly TaskCompletionSource<ExecutedAction> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkItem(ActionKey key, ResponseCommand? order, bool keepsEffect, EndReason reason)
    {
        Key = key;
        Order = order;
        KeepsEffect = keepsEffect;
        Reason = reason;
    }

    public ActionKey Key { get; }

    /// <summary>The order to apply; null for an end.</summary>
    public ResponseCommand? Order { get; }

    /// <summary>Whether what it does stays and is remembered; if not, it is run for each order and forgotten.</summary>
    public bool KeepsEffect { get; }

    public EndReason Reason { get; }

    public bool IsApply => Order is not null;

    /// <summary>Completes with the outcome.</summary>
    public Task<ExecutedAction> Done => _done.Task;

    public static WorkItem Apply(ResponseCommand order, bool keepsEffect) => new(order.Key, order, keepsEffect, default);

    public static WorkItem End(ActionKey key, EndReason reason) => new(key, null, keepsEffect: true, reason);

    public void Complete(ExecutedAction action) => _done.TrySetResult(action);
}
