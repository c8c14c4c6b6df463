using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Takes orders through the guards to where they run: this host's queue, or the transport to others.</summary>
internal sealed class OrderPipeline(
    GuardChain guards,
    ProtectionChanges protection,
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
    public async ValueTask<GivenOrder> JudgeAsync(GivenOrder given, CancellationToken cancellationToken)
    {
        if (given.Refusal is not null)
        {
            return given;
        }

        // If the network contains protected addresses, the single address is blocked instead.
        return folding.Fold(given) is { } folded && await CheckAsync(folded, cancellationToken).ConfigureAwait(false) is null
            ? given with
            {
                Order = folded,
            }
            : await GuardedAsync(given, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends or queues an order, and reports a refusal.</summary>
    /// <returns>The order, with its refusal if any.</returns>
    public async ValueTask<PlannedOrder> CarryAsync(GivenOrder given, CancellationToken cancellationToken)
    {
        given = given with { Protection = protection.Current };
        given = await JudgeAsync(given, cancellationToken).ConfigureAwait(false);
        given = await BudgetedAsync(given, cancellationToken).ConfigureAwait(false);
        if (given.Refusal is { } refusal)
        {
            Refuse(given, refusal);
        }
        else if (sender.TakesOwnOrders() is { } takesOwn)
        {
            await RouteAsync(given, takesOwn, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Running it here too might carry it out twice.
            executor.Report(given.Order, ActionOutcome.Failed, "the transport failed to say whether it takes the orders for this host");
            given.Settle();
        }

        return given.Planned;
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
    /// <param name="given">The order; unless another host has sent it, it was given by hand, and means what it says.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task<ExecutedAction> RunAsync(GivenOrder given, CancellationToken cancellationToken)
    {
        given = given with { Protection = protection.Current };
        given = given.IsReceived
            ? await JudgeAsync(given, cancellationToken).ConfigureAwait(false)
            : await GuardedAsync(given, cancellationToken).ConfigureAwait(false);
        given = await BudgetedAsync(given, cancellationToken).ConfigureAwait(false);
        if (given.Refusal is { } refusal)
        {
            return Refuse(given, refusal);
        }

        var outcome = await executor.ApplyAsync(given, cancellationToken).ConfigureAwait(false);
        return await outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The network an order is for where this host blocks networks in place of addresses; null when it stays as it is.</summary>
    public ResponseOrder? Fold(GivenOrder given) => folding.Fold(given);

    /// <summary>Reports what became of an order for a group of hosts.</summary>
    public void Report(ResponseOrder order, DispatchGroup group) => sender.Report(order, group);

    /// <summary>Reports the delivery of an order to one of its hosts.</summary>
    public void Report(ResponseOrder order, DispatchTarget target) => sender.Report(order, target);

    private async ValueTask<GivenOrder> GuardedAsync(GivenOrder given, CancellationToken cancellationToken) =>
        given with
        {
            Refusal = given.Refusal ?? await CheckAsync(given.Order, cancellationToken).ConfigureAwait(false),
        };

    // Budgets come last, and not for explanations: refused orders and those never given consume nothing.
    private async ValueTask<GivenOrder> BudgetedAsync(GivenOrder given, CancellationToken cancellationToken) =>
        given.Refusal is null
            ? given with
            {
                Refusal = await budgets.TakeAsync(given.Order, given.IsReceived, cancellationToken).ConfigureAwait(false),
            }
            : given;

    private ExecutedAction Refuse(GivenOrder given, OrderRefusal refusal)
    {
        var action = executor.Report(given.Order, ActionOutcome.Refused, $"{refusal.By}: {refusal.Why}");
        given.Settle();
        return action;
    }
}
