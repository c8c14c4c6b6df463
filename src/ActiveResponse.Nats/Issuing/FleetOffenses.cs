using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Counts repeat offenders of a fleet at the issuer: once per offense, whichever agent reports it.</summary>
/// <param name="engine">Returns the issuer's engine; null if there is none.</param>
/// <param name="options">Returns the options for counting.</param>
/// <param name="clock">The clock.</param>
internal sealed class FleetOffenses(Func<ActiveResponseEngine?> engine, Func<ExecutionOptions> options, TimeProvider clock) : IDisposable
{
    // Separate from the counts of this host's own effects.
    private const string Holder = "fleet:";

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Counts an offense, and returns the order with the timeout that follows.</summary>
    /// <param name="order">The order.</param>
    /// <param name="heldUntil">When the effect ends that is already ordered for any agents; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<ResponseOrder> CountAsync(ResponseOrder order, DateTimeOffset? heldUntil, CancellationToken cancellationToken)
    {
        if (order.IsByHand || order.Timeout <= TimeSpan.Zero || engine() is not { } counting)
        {
            return order;
        }

        var ladder = counting.Config.RepeatedOffenders;
        if (ladder.Steps.IsDefaultOrEmpty)
        {
            return order;
        }

        var counted = order with { Responder = Holder + order.Command.Executable };
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            var previous = await counting.Store.FindOffenseAsync(counted.Key, cancellationToken).ConfigureAwait(false);
            var offense = new OffenseCounter(() => ladder, options()).Next(previous, counted, heldUntil > now, now);
            var timeout = ladder.TimeoutOf(order.Timeout, offense.Count);
            var end = timeout < DateTimeOffset.MaxValue - now ? now + timeout : DateTimeOffset.MaxValue;
            var record = offense with { LastAt = end > heldUntil.GetValueOrDefault() ? end : heldUntil.GetValueOrDefault() };
            await counting.Store.CommitAsync(new StoreCommit { Offenses = [record] }, cancellationToken).ConfigureAwait(false);
            return order with { Timeout = timeout };
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
