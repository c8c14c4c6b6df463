using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Takes orders through the guards to where they run: this host's queue, or the transport to others.</summary>
internal sealed class OrderPipeline(
    GuardChain guards,
    BlockBudgets budgets,
    AddressFolding folding,
    OrderSender sender,
    ResponseExecutor executor
)
{
    /// <summary>Returns the refusal of an order, before it leaves this host or before it runs here; or null.</summary>
    public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, CancellationToken cancellationToken) =>
        await guards
            .CheckAsync(order, order.RunsElsewhere ? GuardStage.BeforeSending : GuardStage.BeforeRunning, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Returns the order as it would be carried out, with its refusal if any.</summary>
    public async ValueTask<PlannedOrder> JudgeAsync(PlannedOrder planned, CancellationToken cancellationToken)
    {
        if (planned.Refusal is not null)
        {
            return planned;
        }

        // If the network contains protected addresses, the single address is blocked instead.
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

    /// <summary>Sends or queues an order, and reports a refusal.</summary>
    /// <returns>The order, with its refusal if any.</returns>
    // Long: one order's way, step by step.
    public async ValueTask<PlannedOrder> CarryAsync(PlannedOrder planned, IntakeMark? mark, CancellationToken cancellationToken)
    {
        planned = await BudgetedAsync(
                await JudgeAsync(planned, cancellationToken).ConfigureAwait(false),
                isReceived: false,
                cancellationToken
            )
            .ConfigureAwait(false);
        var given = new GivenOrder(planned.Order, mark);
        if (planned.Refusal is { } refusal)
        {
            Report(given.Order, refusal);
            given.Settle();
            return planned;
        }

        if (sender.TakesOwnOrders() is not { } takesOwn)
        {
            // Running it here too might carry it out twice.
            executor.Report(given.Order, ActionOutcome.Failed, "the transport failed to say whether it takes the orders for this host");
            given.Settle();
            return planned;
        }

        await RouteAsync(given, takesOwn, cancellationToken).ConfigureAwait(false);
        return planned;
    }

    private async ValueTask RouteAsync(GivenOrder given, bool takesOwn, CancellationToken cancellationToken)
    {
        var order = given.Order;
        var isHandedOver = order.RunsHere && takesOwn;
        var (isSent, runsHere) = (order.RunsElsewhere || isHandedOver, order.RunsHere && !isHandedOver);
        if (isSent && runsHere)
        {
            // Two results are to be recorded or sent.
            given.Mark?.Expect(2);
        }

        if (isSent)
        {
            await sender.SendAsync(given, cancellationToken).ConfigureAwait(false);
        }

        if (runsHere)
        {
            await executor.QueueAsync(given, cancellationToken).ConfigureAwait(false);
        }
        else if (!isSent)
        {
            given.Settle();
        }
    }

    /// <summary>Carries an order out on this host and waits for its outcome.</summary>
    /// <param name="planned">The order.</param>
    /// <param name="isReceived">Whether another host has sent it; otherwise it was given by hand, and means what it says.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public Task<ExecutedAction> RunAsync(PlannedOrder planned, bool isReceived, CancellationToken cancellationToken) =>
        RunAsync(planned, isReceived, terms: null, mark: null, cancellationToken);

    /// <summary>Carries an order out on this host and waits for its outcome.</summary>
    /// <param name="planned">The order.</param>
    /// <param name="isReceived">Whether another host has sent it; otherwise it was given by hand, and means what it says.</param>
    /// <param name="terms">What its sender has settled, or null.</param>
    /// <param name="mark">The place it came from, which is settled once the order is on record, or won't be.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task<ExecutedAction> RunAsync(
        PlannedOrder planned,
        bool isReceived,
        OrderTerms? terms,
        IntakeMark? mark,
        CancellationToken cancellationToken
    )
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
            mark?.Settle();
            return Report(planned.Order, refusal);
        }

        var given = new GivenOrder(planned.Order, mark, terms);
        var outcome = await executor.ApplyAsync(given, cancellationToken).ConfigureAwait(false);
        return await outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The network an order is for where this host blocks networks in place of addresses; null when it stays as it is.</summary>
    public ResponseOrder? Fold(ResponseOrder order) => folding.Fold(order);

    /// <summary>Reports what became of an order for a group of hosts.</summary>
    public void Report(ResponseOrder order, DispatchGroup group) => sender.Report(order, group);

    /// <summary>Reports the delivery of an order to one of its hosts.</summary>
    public void Report(ResponseOrder order, DispatchTarget target) => sender.Report(order, target);

    // Budgets come last, and not for explanations: refused orders and those never given consume nothing.
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
