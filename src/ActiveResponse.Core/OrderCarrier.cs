using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Takes an order past the guards to where it runs: the queue of this host, or the transport to others.</summary>
internal sealed class OrderCarrier(
    GuardChain guards, BlockBudgets budgets, AddressFolding folding, ICommandDispatcher dispatcher, ResponseExecutor executor, ExecutionOptions options)
{
    /// <summary>Who refuses an order, before it leaves this host or before it runs here.</summary>
    public async ValueTask<OrderRefusal?> CheckAsync(ResponseCommand order, CancellationToken cancellationToken) =>
        await guards.CheckAsync(order, order.RunsElsewhere ? GuardStage.BeforeSending : GuardStage.BeforeRunning, cancellationToken).ConfigureAwait(false);

    /// <summary>The order as it would be carried out, with its refusal if there is one.</summary>
    public async ValueTask<PlannedOrder> JudgeAsync(PlannedOrder planned, CancellationToken cancellationToken)
    {
        if (planned.Refusal is not null)
        {
            return planned;
        }

        // A network that holds what must not be blocked is no reason to let the address in it go.
        return folding.Fold(planned.Command) is { } folded && await CheckAsync(folded, cancellationToken).ConfigureAwait(false) is null
            ? planned with { Command = folded }
            : planned with { Refusal = await CheckAsync(planned.Command, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Sends or queues an order, and reports when it is refused.</summary>
    /// <returns>The order, with its refusal if there is one.</returns>
    public async ValueTask<PlannedOrder> CarryAsync(PlannedOrder planned, IntakeMark? mark, CancellationToken cancellationToken)
    {
        planned = await BudgetedAsync(await JudgeAsync(planned, cancellationToken).ConfigureAwait(false), isReceived: false, cancellationToken).ConfigureAwait(false);
        var order = planned.Command;
        if (planned.Refusal is { } refusal)
        {
            Report(order, refusal);
            mark?.Settle();
            return planned;
        }

        var isHandedOver = order.RunsHere && dispatcher.TakesOwnOrders;
        if (order.RunsElsewhere || isHandedOver)
        {
            await SendAsync(order, cancellationToken).ConfigureAwait(false);
        }

        if (order.RunsHere && !isHandedOver)
        {
            await executor.QueueAsync(order, mark, cancellationToken).ConfigureAwait(false);
        }
        else
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
            : planned with { Refusal = planned.Refusal ?? await CheckAsync(planned.Command, cancellationToken).ConfigureAwait(false) };
        planned = await BudgetedAsync(judged, isReceived, cancellationToken).ConfigureAwait(false);
        if (planned.Refusal is { } refusal)
        {
            return Report(planned.Command, refusal);
        }

        var outcome = await executor.ApplyAsync(planned.Command, cancellationToken).ConfigureAwait(false);
        return await outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports what became of an order for one of the hosts it was sent to.</summary>
    public void Report(ResponseCommand order, DispatchTarget target) => executor.Report(order with { TargetAgent = target.Host }, OutcomeOf(target), target.ToString());

    // Budgets come last, and not when an order is only explained: what is refused anyway, or never given, uses nothing up.
    private async ValueTask<PlannedOrder> BudgetedAsync(PlannedOrder planned, bool isReceived, CancellationToken cancellationToken) => planned.Refusal is null
        ? planned with { Refusal = await budgets.TakeAsync(planned.Command, isReceived, cancellationToken).ConfigureAwait(false) }
        : planned;

    private async ValueTask SendAsync(ResponseCommand order, CancellationToken cancellationToken)
    {
        if (options.DryRun)
        {
            executor.Report(order, ActionOutcome.DryRun, null);
            return;
        }

        DispatchResult result;
        try
        {
            result = await dispatcher.DispatchAsync(order, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A transport is a plug-in: one order that can't be sent must not end the reading of alerts.
            result = new DispatchResult(false, $"the transport failed: {Diagnostics.SafeText.Of(e.Message)}");
        }

        if (result.Targets.IsDefaultOrEmpty)
        {
            executor.Report(order, result.Sent ? ActionOutcome.Sent : ActionOutcome.Failed, result.Detail);
            return;
        }

        foreach (var target in result.Targets)
        {
            Report(order, target);
        }
    }

    private ExecutedAction Report(ResponseCommand order, OrderRefusal refusal) =>
        executor.Report(order, ActionOutcome.Refused, $"{refusal.By}: {refusal.Why}");

    private static ActionOutcome OutcomeOf(DispatchTarget target) => target.Status switch
    {
        DispatchStatus.Delivered or DispatchStatus.Queued => ActionOutcome.Sent,
        DispatchStatus.Refused => ActionOutcome.Refused,
        DispatchStatus.Expired => ActionOutcome.Dropped,
        _ => ActionOutcome.Failed,
    };
}
