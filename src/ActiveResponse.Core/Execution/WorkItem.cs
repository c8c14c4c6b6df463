using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Why an effect is to be looked at: most often to take it back.</summary>
internal enum RevertReason
{
    /// <summary>Its time is up.</summary>
    Due,

    /// <summary>Somebody lifted it.</summary>
    Lifted,

    /// <summary>A new allow list covers it.</summary>
    Allowed,

    /// <summary>It covers an address that has become one this host needs.</summary>
    Protected,

    /// <summary>The host stops.</summary>
    Stopping,

    /// <summary>None: it should be in place and is not; it is put there again, unless its time is up.</summary>
    Missing,

    /// <summary>It was found in place by our hand, on no record, and isn't wanted there.</summary>
    Stray,

    /// <summary>None: it was found in place by our hand, on no record, and is taken on record with its end.</summary>
    Found,
}

/// <summary>One thing to do for one key: put an effect in place, or take it back.</summary>
internal sealed class WorkItem
{
    private readonly TaskCompletionSource<ExecutedAction>? _done;
    private readonly WorkItem? _asked;
    private IntakeMark? _mark;
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

    /// <summary>The order to apply; null for an end.</summary>
    public ResponseOrder? Order { get; }

    /// <summary>The order as it was given; it differs from <see cref="Order"/> when the order was moved to another effect.</summary>
    public ResponseOrder? AskedOrder => _asked?.Order ?? Order;

    /// <summary>Whether what it does stays and is remembered; if not, it is run for each order and forgotten.</summary>
    public bool KeepsEffect { get; }

    /// <summary>Whether its responder is still to say which effect it is for.</summary>
    public bool IsUnnamed { get; }

    public RevertReason Reason { get; }

    /// <summary>What was found in place and on no record, if that is why it is to be looked at.</summary>
    public FoundEffect? Found { get; private init; }

    public bool IsApply => Order is not null;

    /// <summary>Whether it waits for the effect that its responder says it is part of, and not for its own.</summary>
    public bool IsMoved => _asked is not null && _asked.Key != Key;

    /// <summary>How often it was moved to the effect that its responder says it is part of.</summary>
    public int Moves { get; }

    /// <summary>Whether it takes one of the places in the queue: ends don't, and what is moved has given its place back.</summary>
    public bool TakesPlace => IsApply && _asked is null;

    /// <summary>Whether its place is one of those beyond a full queue.</summary>
    public bool IsBeyond { get; set; }

    /// <summary>The alert that waits for it to be on record, as long as it isn't.</summary>
    public IntakeMark? OpenMark => (_asked ?? this)._mark;

    /// <summary>Completes with the outcome; nobody can wait for that of a restore, or of an alert's order.</summary>
    public Task<ExecutedAction> Done => _done!.Task;

    public static WorkItem Apply(ResponseOrder order, bool keepsEffect, IntakeMark? mark, bool isAwaited, bool isUnnamed) =>
        new(order.Key, order, keepsEffect, default, isAwaited: isAwaited, isUnnamed: isUnnamed) { _mark = mark };

    public static WorkItem End(ActionKey key, RevertReason reason) => new(key, null, keepsEffect: true, reason);

    public static WorkItem Restore(ActionKey key) => new(key, null, keepsEffect: true, RevertReason.Missing, isAwaited: false);

    /// <summary>Something that was found in place by our hand and on no record.</summary>
    public static WorkItem OfFound(ActionKey key, FoundEffect found, RevertReason reason, bool isAwaited) =>
        new(key, null, keepsEffect: true, reason, isAwaited: isAwaited) { Found = found };

    /// <summary>The same order for another effect, which it turned out to be part of.</summary>
    public WorkItem MovedTo(ActionKey effect) =>
        new(effect, Order! with { Subject = effect.Subject }, KeepsEffect, Reason, _asked ?? this, Moves + 1);

    /// <summary>The order as it was given, to be tried again.</summary>
    public WorkItem MovedBack() => new(_asked!.Key, _asked.Order, KeepsEffect, Reason, _asked, Moves, isUnnamed: _asked.IsUnnamed);

    /// <summary>Counts as under way until it is answered.</summary>
    public void Enter(IdleGate gate)
    {
        _gate = gate;
        gate.Enter();
    }

    /// <summary>Says that it is on record: a restart would not need its alert any more.</summary>
    public void Settle() => Interlocked.Exchange(ref (_asked ?? this)._mark, null)?.Settle();

    public void Complete(ExecutedAction action)
    {
        Settle();
        Abandon(action);
    }

    /// <summary>Answers that nothing came of it; its alert is read again after a restart if it isn't on record.</summary>
    public void Abandon(ExecutedAction action)
    {
        var item = _asked ?? this;
        item._done?.TrySetResult(action);
        Interlocked.Exchange(ref item._gate, null)?.Leave();
    }
}
