using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>
/// Passes orders to the transport in sequence, several at a time, separately from this host's own: a hanging transport delays no block
/// here.
/// </summary>
internal sealed class OrderSender(
    IOrderDispatcher dispatcher,
    ResponseExecutor executor,
    ExecutionSettings settings,
    PluginFaults faults,
    TimeProvider clock
)
{
    private const string Seam = "dispatcher";

    // How long an order waits for its predecessor to be handed over; a slower transport gets several at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly PluginCaller _caller = new(Seam, "the order counts as failed", faults, clock);
    private readonly SemaphoreSlim _places = new(settings.Current.QueueCapacity);
    private readonly SemaphoreSlim _turns = new(settings.Current.Parallelism);
    private readonly Lock _gate = new();
    private readonly bool _isDryRun = settings.Current.DryRun;
    private Task _lastHandedOver = Task.CompletedTask;

    /// <summary>Whether the transport also takes this host's orders; null if it fails to say.</summary>
    public bool? TakesOwnOrders()
    {
        try
        {
            return dispatcher.TakesOwnOrders;
        }
        catch (Exception e)
        {
            faults.Threw(Seam, Name(), e);
            return null;
        }
    }

    /// <summary>Queues an order for sending; its delivery is reported.</summary>
    /// <param name="given">The order; its alert needn't be read again once it was sent or has failed.</param>
    /// <param name="cancellationToken">Cancels waiting for a place in the queue.</param>
    public async ValueTask SendAsync(GivenOrder given, CancellationToken cancellationToken)
    {
        if (_isDryRun)
        {
            executor.Report(given.Order, ActionOutcome.DryRun, null);
            given.Settle();
            return;
        }

        executor.Idle.Enter();
        try
        {
            if (_places.Wait(0, CancellationToken.None) || await WaitForPlaceAsync(cancellationToken).ConfigureAwait(false))
            {
                Enqueue(given);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            executor.Idle.Leave();
            throw;
        }

        executor.Report(
            given.Order,
            ActionOutcome.Dropped,
            $"the queue of the dispatcher is full ({settings.Current.QueueCapacity} waiting)"
        );
        given.Settle();
        executor.Idle.Leave();
    }

    /// <summary>Reports the delivery of an order to one of its hosts.</summary>
    public void Report(ResponseOrder order, DispatchTarget target) =>
        executor.Report(order with { TargetAgent = target.Host }, OutcomeOf(target), target.ToString());

    /// <summary>Reports what became of an order for a group of hosts: one outcome, whatever their number.</summary>
    public void Report(ResponseOrder order, DispatchGroup group) =>
        executor.Report(
            order with
            {
                TargetAgent = group.Target,
            },
            group.IsSent ? ActionOutcome.Sent : ActionOutcome.Failed,
            group.ToString()
        );

    private async ValueTask<bool> WaitForPlaceAsync(CancellationToken cancellationToken) =>
        settings.Current.QueueFull != QueueFullMode.DropNewest
        && await _places.TryWaitAsync(LaneRoom.Patience, clock, cancellationToken).ConfigureAwait(false);

    private void Enqueue(GivenOrder given)
    {
        var handedOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            (before, _lastHandedOver) = (_lastHandedOver, handedOver.Task);
        }

        _ = SendInTurnAsync(given, before, handedOver);
    }

    private async Task SendInTurnAsync(GivenOrder given, Task before, TaskCompletionSource handedOver)
    {
        var order = given.Order;
        // An order is handed over once the transport has returned a task; what that does overlaps with the next.
        await before.WaitAsync(Patience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _turns.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var result = await _caller
                .CallAsync(
                    Name,
                    settings.Current.DispatchDeadline,
                    token => HandOver(order, handedOver, token),
                    late => Report(order, late),
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            Report(
                order,
                result.Value
                    ?? new DispatchResult(
                        false,
                        result.Failure is { } failure ? $"the transport {failure}" : "the transport returned no result"
                    )
            );
        }
        finally
        {
            handedOver.TrySetResult();
            given.Settle();
            _turns.Release();
            _places.Release();
            executor.Idle.Leave();
        }
    }

    private ValueTask<DispatchResult> HandOver(ResponseOrder order, TaskCompletionSource handedOver, CancellationToken cancellationToken)
    {
        try
        {
            return dispatcher.DispatchAsync(order, cancellationToken);
        }
        finally
        {
            handedOver.TrySetResult();
        }
    }

    private void Report(ResponseOrder order, DispatchResult result)
    {
        if (result.Group is { } group)
        {
            Report(order, group);
        }
        else if (result.Targets.IsDefaultOrEmpty)
        {
            executor.Report(order, result.Sent ? ActionOutcome.Sent : ActionOutcome.Failed, result.Detail);
            return;
        }

        foreach (var target in result.Targets.IsDefault ? [] : result.Targets)
        {
            Report(order, target);
        }
    }

    private string Name() => dispatcher.GetType().Name;

    private static ActionOutcome OutcomeOf(DispatchTarget target) =>
        target.Status switch
        {
            DispatchStatus.Delivered or DispatchStatus.Queued => ActionOutcome.Sent,
            DispatchStatus.Refused => ActionOutcome.Refused,
            DispatchStatus.Expired => ActionOutcome.Dropped,
            _ => ActionOutcome.Failed,
        };
}
