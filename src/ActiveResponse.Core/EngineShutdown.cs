using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Reconciliation;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Finishes what is queued, within the stop deadline, and reverts what must not outlive the process.</summary>
internal sealed class EngineShutdown(
    ResponseExecutor executor,
    EffectLedger ledger,
    EffectReverts reverts,
    ExecutionOptions options,
    TimeProvider clock,
    ILogger<ActiveResponseEngine> logger
)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A hung responder may use up the first half; the reverts of the others get the second.
        var half = options.StopDeadline / 2;
        var finished = await WithinAsync(half, executor.Idle.WhenIdleAsync, cancellationToken).ConfigureAwait(false);
        finished &= await WithinAsync(half, StorePositionsAsync, cancellationToken).ConfigureAwait(false);
        if (!ledger.Store.IsDurable)
        {
            finished = await WithinAsync(half, RevertTimedAsync, cancellationToken).ConfigureAwait(false);
        }

        await executor.FinishReportingAsync(cancellationToken).ConfigureAwait(false);
        finished &= await WithinAsync(half, new StopLog(ledger.Store, logger).LogAsync, cancellationToken).ConfigureAwait(false);
        if (!finished)
        {
            logger.StopDeadlinePassed(options.StopDeadline.TotalSeconds);
        }
    }

    private Task StorePositionsAsync(CancellationToken cancellationToken) =>
        Task.Run(ledger.Positions.FlushBehindTheScenesAsync, CancellationToken.None).WaitAsync(cancellationToken);

    private async Task RevertTimedAsync(CancellationToken cancellationToken)
    {
        // A timed order applied after this would be a block that nobody reverts.
        executor.DropTimedApplies();
        while (true)
        {
            var timed = await TimedAsync(cancellationToken).ConfigureAwait(false);
            await reverts.EndAsync(timed, RevertReason.Stopping, cancellationToken).ConfigureAwait(false);
            await executor.Idle.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
            var left = await TimedAsync(cancellationToken).ConfigureAwait(false);
            if (left.Count == 0)
            {
                return;
            }

            if (left.Exists(static effect => effect.FailedReverts > 0))
            {
                await Task.Delay(options.RevertRetryDelay, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<List<EffectRecord>> TimedAsync(CancellationToken cancellationToken) =>
        [.. (await ledger.Store.ListAsync(cancellationToken).ConfigureAwait(false)).Where(static effect => effect.Until is not null)];

    private async Task<bool> WithinAsync(TimeSpan limit, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await work(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
