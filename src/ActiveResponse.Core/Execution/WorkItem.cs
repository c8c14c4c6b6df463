using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Work for one key: an order to apply, or an effect to check.</summary>
internal abstract class WorkItem(ActionKey key)
{
    private IdleGate? _gate;

    public ActionKey Key => key;

    /// <summary>What it does, if it is carried out.</summary>
    public abstract ActionVerb Verb { get; }

    /// <summary>Order that its outcome names.</summary>
    public abstract ResponseOrder ReportedOrder { get; }

    /// <summary>Why somebody does it by hand, and who; null if that is unknown.</summary>
    public virtual OrderNote? Note => ReportedOrder.Origin.Note;

    /// <summary>Counts it as in progress until it is completed.</summary>
    public void Enter(IdleGate gate)
    {
        _gate = gate;
        gate.Enter();
    }

    /// <summary>Completes it with its outcome.</summary>
    public virtual void Complete(ExecutedAction action) => Abandon(action);

    /// <summary>Completes it without a result; a restart rereads its alert if it isn't on record.</summary>
    public virtual void Abandon(ExecutedAction action) => Leave();

    protected void Leave() => Interlocked.Exchange(ref _gate, null)?.Leave();
}
