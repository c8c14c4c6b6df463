using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Takes an order past the guards to where it runs: the queue of this host, or the transport to others.</summary>
internal sealed class OrderPipeline(
    GuardChain guards,
    BlockBudgets budgets,
    AddressFolding folding,
    OrderSender sender,
    ResponseExecutor executor
)
{
    /// <summary>Who refuses an order, before it leaves this host or before it runs here.</summary>
    public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, CancellationToken cancellationToken) =>
        await guards
            .CheckAsync(order, order.RunsElsewhere ? GuardStage.BeforeSending : GuardStage.BeforeRunning, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The order as it would be carried out, with its refusal if there is one.</summary>
    public async ValueTask<PlannedOrder> JudgeAsync(PlannedOrder planned, CancellationToken cancellationToken)
    {
        if (planned.Refusal is not null)
        {
            return planned;
        }

        // A network that holds what must not be blocked is no reason to let the address in it go.
        return folding.Fold(planned.Order) is { } folded && await CheckAsync(folded, cancellationToken).ConfigureAwait(false) is null
            ? planned with
            {
                Order = folded,
            }
            : planned with
            {
                Refusal = await CheckAsync(planned.Order, cancellationToken).ConfigureAwait(false),
            };
    }

    /// <summary>Sends or queues an order, and reports when it is refused.</summary>
    /// <returns>The order, with its refusal if there is one.</returns>
    public async ValueTask<PlannedOrder> CarryAsync(PlannedOrder planned, IntakeMark? mark, CancellationToken cancellationToken)
    {
        planned = await BudgetedAsync(
                await JudgeAsync(planned, cancellationToken).ConfigureAwait(false),
                isReceived: false,
                cancellationToken
            )
            .ConfigureAwait(false);
        var order = planned.Order;
        if (planned.Refusal is { } refusal)
        {
            Report(order, refusal);
            mark?.Settle();
            return planned;
        }

        if (sender.TakesOwnOrders() is not { } takesOwn)
        {
            // Carried out here as well as by it the order might be carried out twice.
            executor.Report(order, ActionOutcome.Failed, "the transport failed to say whether it takes the orders for this host");
            mark?.Settle();
            return planned;
        }

        var isHandedOver = order.RunsHere && takesOwn;
        var (isSent, runsHere) = (order.RunsElsewhere || isHandedOver, order.RunsHere && !isHandedOver);
        if (isSent && runsHere)
        {
            // Two things are to be on record, or sent.
            mark?.Expect(2);
        }

        if (isSent)
        {
            await sender.SendAsync(order, mark, cancellationToken).ConfigureAwait(false);
        }

        if (runsHere)
        {
            await executor.QueueAsync(order, mark, cancellationToken).ConfigureAwait(false);
        }
        else if (!isSent)
        {
            mark?.Settle();
        }

        return planned;
    }

    /// <summary>Carries an order out on this host and waits for its outcome.</summary>
    /// <param name="planned">The order.</param>
    /// <param name="isReceived">Whether another host has sent it; otherwise it was given by hand, and means what it says.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task<ExecutedAction> RunAsync(PlannedOrder planned, bool isReceived, CancellationToken cancellationToken)
    {
        var judged = isReceived
            ? await JudgeAsync(planned, cancellationToken).ConfigureAwait(false)
            : planned with
            {
                Refusal = planned.Refusal ?? await CheckAsync(planned.Order, cancellationToken).ConfigureAwait(false),
            };
        planned = await BudgetedAsync(judged, isReceived, cancellationToken).ConfigureAwait(false);
        if (planned.Refusal is { } refusal)
        {
            return Report(planned.Order, refusal);
        }

        var outcome = await executor.ApplyAsync(planned.Order, cancellationToken).ConfigureAwait(false);
        return await outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports what became of an order for one of the hosts it was sent to.</summary>
    public void Report(ResponseOrder order, DispatchTarget target) => sender.Report(order, target);

    // Budgets come last, and not when an order is only explained: what is refused anyway, or never given, uses nothing up.
    private async ValueTask<PlannedOrder> BudgetedAsync(PlannedOrder planned, bool isReceived, CancellationToken cancellationToken) =>
        planned.Refusal is null
            ? planned with
            {
                Refusal = await budgets.TakeAsync(planned.Order, isReceived, cancellationToken).ConfigureAwait(false),
            }
            : planned;

    private ExecutedAction Report(ResponseOrder order, OrderRefusal refusal) =>
        executor.Report(order, ActionOutcome.Refused, $"{refusal.By}: {refusal.Why}");
}
