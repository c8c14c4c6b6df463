using ActiveResponse.Execution;
using ActiveResponse.Planning;

namespace ActiveResponse;

/// <summary>One order that has come in from another host. Only one of its methods is called, once.</summary>
public sealed class OrderDelivery
{
    private readonly ActiveResponseEngine _engine;
    private readonly IntakeMark? _mark;

    internal OrderDelivery(ActiveResponseEngine engine, IntakeMark? mark) => (_engine, _mark) = (engine, mark);

    /// <summary>
    /// Takes the order as <see cref="ActiveResponseEngine.ReceiveAsync"/> does, with the end that its sender has set, and waits for its
    /// outcome.
    /// </summary>
    /// <param name="order">The order, as sent.</param>
    /// <param name="issued">When it was ordered, by the sender's clock.</param>
    /// <param name="until">When the effect ends, whatever this host has counted of repeated offenders; null for when it is lifted.</param>
    /// <param name="cancellationToken">Ends waiting; the order stands.</param>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public Task<ExecutedAction> ApplyAsync(
        ResponseOrder order,
        DateTimeOffset issued,
        DateTimeOffset? until,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(order);
        return _engine.ReceiveIncomingAsync(new IncomingOrder(order, new OrderTerms(issued, until), _mark), cancellationToken);
    }

    /// <summary>
    /// Takes back what the order put in place on this host, whoever holds it too, and waits for the outcomes. An effect that was first
    /// wanted later stays.
    /// </summary>
    /// <param name="order">The order that is lifted, as sent.</param>
    /// <param name="issued">When the lift was ordered, by the sender's clock.</param>
    /// <param name="cancellationToken">Ends waiting; the lift goes on.</param>
    /// <returns>One outcome for each effect; none when nothing was in place.</returns>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAsync(
        ResponseOrder order,
        DateTimeOffset issued,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(order);
        var outcomes = await _engine.ReceiveLiftAsync(order, issued, cancellationToken).ConfigureAwait(false);
        _mark?.Settle();
        return outcomes;
    }

    /// <summary>Passes over the order: it was refused, has ended, or is known already.</summary>
    public void Skip() => _mark?.Settle();
}
