using ActiveResponse.Guards;

namespace ActiveResponse.Execution;

/// <summary>Applies an order as it was given.</summary>
internal sealed class GivenItem : ApplyItem
{
    private readonly TaskCompletionSource<ExecutedAction>? _awaited;
    private readonly bool _isUnnamed;
    private IntakeMark? _mark;

    /// <param name="given">The order as given.</param>
    /// <param name="keyed">The order under the key of its effect.</param>
    /// <param name="isAwaited">Whether somebody waits for the outcome.</param>
    public GivenItem(GivenOrder given, KeyedOrder keyed, bool isAwaited)
        : base(keyed.Order.Key, keyed.Order)
    {
        (IsKept, _isUnnamed, _mark, Terms) = (keyed.KeepsEffect, keyed.IsUnnamed, given.Mark, given.Terms);
        Protection = given.Protection;
        _awaited = isAwaited ? new TaskCompletionSource<ExecutedAction>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    }

    public override GivenItem Given => this;

    public bool IsKept { get; }

    public override bool IsUnnamed => _isUnnamed;

    public override bool IsMoved => false;

    public override int Moves => 0;

    /// <summary>What the host that sent the order has settled; null for an order of this host.</summary>
    public OrderTerms? Terms { get; }

    /// <summary>What the guards knew; null if none were asked.</summary>
    public ProtectionMark? Protection { get; }

    /// <summary>Whether its place is beyond a full queue.</summary>
    public bool IsBeyond { get; private set; }

    /// <summary>Alert that waits for this to be on record, until it is.</summary>
    public IntakeMark? OpenMark => _mark;

    /// <summary>Completes with the outcome, if it is awaited.</summary>
    public Task<ExecutedAction> Done => _awaited!.Task;

    /// <summary>Gives it a place beyond a full queue.</summary>
    public void GoBeyond() => IsBeyond = true;

    /// <summary>Marks it as on record: a restart no longer needs its alert.</summary>
    public void Settle() => Interlocked.Exchange(ref _mark, null)?.Settle();

    public override void Complete(ExecutedAction action)
    {
        Settle();
        Abandon(action);
    }

    public override void Abandon(ExecutedAction action)
    {
        _awaited?.TrySetResult(action);
        Leave();
    }
}
