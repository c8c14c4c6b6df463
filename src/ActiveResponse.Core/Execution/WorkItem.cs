using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Why an effect is checked, mostly to revert it.</summary>
internal enum RevertReason
{
    /// <summary>Its time is up.</summary>
    Due,

    /// <summary>Somebody lifted it.</summary>
    Lifted,

    /// <summary>A new allow list covers it.</summary>
    Allowed,

    /// <summary>It covers an address this host now needs.</summary>
    Protected,

    /// <summary>The host is stopping.</summary>
    Stopping,

    /// <summary>Not reverted: it is missing, and restored unless its time is up.</summary>
    Missing,

    /// <summary>Our entry without a record, and not wanted.</summary>
    Stray,

    /// <summary>Not reverted: our entry without a record, which is recorded with its end.</summary>
    Found,
}

/// <summary>One action for one key: apply or revert an effect.</summary>
internal sealed class WorkItem
{
    private readonly TaskCompletionSource<ExecutedAction>? _done;
    private readonly WorkItem? _asked;
    private IntakeMark? _mark;
    private OrderTerms? _terms;
    private IdleGate? _gate;

    private WorkItem(
        ActionKey key,
        ResponseOrder? order,
        bool keepsEffect,
        RevertReason reason,
        WorkItem? asked = null,
        int moves = 0,
        bool isAwaited = true,
        bool isUnnamed = false
    )
    {
        Key = key;
        Order = order;
        KeepsEffect = keepsEffect;
        Reason = reason;
        _asked = asked;
        Moves = moves;
        IsUnnamed = isUnnamed;
        _done =
            !isAwaited || asked is not null
                ? null
                : new TaskCompletionSource<ExecutedAction>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public ActionKey Key { get; }

    /// <summary>Order to apply; null for a revert.</summary>
    public ResponseOrder? Order { get; }

    /// <summary>Order as given; differs from <see cref="Order"/> if it was moved to another effect.</summary>
    public ResponseOrder? AskedOrder => _asked?.Order ?? Order;

    /// <summary>Whether its effect stays and is remembered; if not, it runs for each order and is forgotten.</summary>
    public bool KeepsEffect { get; }

    /// <summary>Whether its responder has yet to name the effect.</summary>
    public bool IsUnnamed { get; }

    public RevertReason Reason { get; }

    /// <summary>The entry found without a record, if that is the reason.</summary>
    public FoundEffect? Found { get; private init; }

    public bool IsApply => Order is not null;

    /// <summary>Whether it waits for the effect named by its responder, not for its own.</summary>
    public bool IsMoved => _asked is not null && _asked.Key != Key;

    /// <summary>How often it was moved to the effect named by its responder.</summary>
    public int Moves { get; }

    /// <summary>Whether it takes a place in the queue: reverts don't, and moved orders have freed theirs.</summary>
    public bool TakesPlace => IsApply && _asked is null;

    /// <summary>Whether its place is beyond a full queue.</summary>
    public bool IsBeyond { get; set; }

    /// <summary>Alert that waits for this to be on record, until it is.</summary>
    public IntakeMark? OpenMark => (_asked ?? this)._mark;

    /// <summary>Completes with the outcome; not available for restores and alerts' orders.</summary>
    public Task<ExecutedAction> Done => _done!.Task;

    /// <summary>What the host that has sent the order has settled; null for an order of this host.</summary>
    public OrderTerms? Terms => (_asked ?? this)._terms;

    public static WorkItem Apply(
        ResponseOrder order,
        bool keepsEffect,
        IntakeMark? mark,
        bool isAwaited,
        bool isUnnamed,
        OrderTerms? terms = null
    ) => new(order.Key, order, keepsEffect, default, isAwaited: isAwaited, isUnnamed: isUnnamed) { _mark = mark, _terms = terms };

    public static WorkItem End(ActionKey key, RevertReason reason) => new(key, null, keepsEffect: true, reason);

    public static WorkItem Restore(ActionKey key) => new(key, null, keepsEffect: true, RevertReason.Missing, isAwaited: false);

    /// <summary>Creates an item for an entry found without a record.</summary>
    public static WorkItem OfFound(ActionKey key, FoundEffect found, RevertReason reason, bool isAwaited) =>
        new(key, null, keepsEffect: true, reason, isAwaited: isAwaited) { Found = found };

    /// <summary>Returns the same order for another effect, to which it belongs.</summary>
    public WorkItem MovedTo(ActionKey effect) =>
        new(effect, Order! with { Subject = effect.Subject }, KeepsEffect, Reason, _asked ?? this, Moves + 1);

    /// <summary>Returns the order as given, for another attempt.</summary>
    public WorkItem MovedBack() => new(_asked!.Key, _asked.Order, KeepsEffect, Reason, _asked, Moves, isUnnamed: _asked.IsUnnamed);

    /// <summary>Counts it as in progress until it is answered.</summary>
    public void Enter(IdleGate gate)
    {
        _gate = gate;
        gate.Enter();
    }

    /// <summary>Marks it as on record: a restart no longer needs its alert.</summary>
    public void Settle() => Interlocked.Exchange(ref (_asked ?? this)._mark, null)?.Settle();

    public void Complete(ExecutedAction action)
    {
        Settle();
        Abandon(action);
    }

    /// <summary>Answers it without a result; a restart rereads its alert if it isn't on record.</summary>
    public void Abandon(ExecutedAction action)
    {
        var item = _asked ?? this;
        item._done?.TrySetResult(action);
        Interlocked.Exchange(ref item._gate, null)?.Leave();
    }
}
