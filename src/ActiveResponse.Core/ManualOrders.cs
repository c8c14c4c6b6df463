using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;

namespace ActiveResponse;

/// <summary>Orders and lifts by hand with a reason and a name on record. Thread-safe; keep it as long as you like.</summary>
public sealed class ManualOrders
{
    private readonly ActiveResponseEngine _engine;
    private readonly EffectLifts _lifts;
    private readonly OrderNote _note;

    internal ManualOrders(ActiveResponseEngine engine, EffectLifts lifts, OrderNote note) =>
        (_engine, _lifts, _note) = (engine, lifts, note);

    /// <summary>Gives an order, bypassing the matcher but not the guards, and waits for its outcome.</summary>
    /// <param name="executable">Name of the responder, or of an executable it is bound to.</param>
    /// <param name="subject">What to act on.</param>
    /// <param name="timeout">Duration; greater than zero. <see cref="ApplyPermanentlyAsync"/> sets no end.</param>
    /// <param name="cancellationToken">Cancels waiting; the order stands.</param>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public Task<ExecutedAction> ApplyAsync(
        string executable,
        Subject subject,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return _engine.ApplyManuallyAsync(executable, subject, timeout, _note, cancellationToken);
    }

    /// <summary>Gives an order without an end: it stays until lifted, even across a stop.</summary>
    /// <param name="executable">Name of the responder, or of an executable it is bound to.</param>
    /// <param name="subject">What to act on.</param>
    /// <param name="cancellationToken">Cancels waiting; the order stands.</param>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public Task<ExecutedAction> ApplyPermanentlyAsync(string executable, Subject subject, CancellationToken cancellationToken = default) =>
        _engine.ApplyManuallyAsync(executable, subject, TimeSpan.Zero, _note, cancellationToken);

    /// <summary>
    /// Reverts every effect on a subject, whoever holds it, and waits for the outcomes. Without a record, the firewalls are searched for
    /// our entries.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels waiting; the lifts continue.</param>
    /// <returns>One outcome per effect; none if nothing was in place.</returns>
    public Task<IReadOnlyList<ExecutedAction>> LiftAsync(Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return _lifts.LiftAsync(subject, _note, cancellationToken);
    }

    /// <summary>
    /// Reverts every effect of this host, whoever holds it, and our entries without a record. What is wanted after the call stays.
    /// </summary>
    /// <param name="cancellationToken">Cancels waiting; the lifts continue.</param>
    /// <returns>One outcome per effect; none if nothing was in place.</returns>
    public Task<IReadOnlyList<ExecutedAction>> LiftAllAsync(CancellationToken cancellationToken = default) =>
        _lifts.LiftAllAsync(_note, cancellationToken);

    /// <summary>
    /// Replaces the configuration, as <see cref="ActiveResponseEngine.ReloadAsync"/> does; lifts that follow have the note.
    /// </summary>
    /// <param name="config">The configuration, of the same dialect as the old one.</param>
    /// <param name="cancellationToken">Cancels waiting for the lifts; they continue, and the configuration stays.</param>
    /// <returns>The outcomes of the lifts.</returns>
    /// <exception cref="ArgumentException">The dialect differs. Nothing was changed.</exception>
    public Task<IReadOnlyList<ExecutedAction>> ReloadAsync(ActiveResponseConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        return _engine.ReloadByHandAsync(config, _note, cancellationToken);
    }

    /// <summary>Reverts entries of ours that are in place but on no record.</summary>
    /// <param name="which">Whether the entries of a subject are reverted.</param>
    /// <param name="cancellationToken">Cancels waiting; the lifts continue.</param>
    /// <returns>One outcome for each entry; none when nothing was found.</returns>
    public Task<IReadOnlyList<ExecutedAction>> LiftUnrecordedAsync(
        Func<Subject, bool> which,
        CancellationToken cancellationToken = default
    ) => _lifts.LiftUnrecordedAsync(which, _note, cancellationToken);
}
