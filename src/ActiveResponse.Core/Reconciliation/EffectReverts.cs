using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Reconciliation;

/// <summary>Reverts effects when they are due, when they are lifted, and when the host stops.</summary>
internal sealed class EffectReverts(
    EffectTimers timers,
    EffectQueue effects,
    IResponseStore store,
    TimeProvider clock,
    ILogger<EffectReverts> logger
)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>Starts reverting effects when they fall due. A second call does nothing.</summary>
    public void Start() => timers.Start(OnDue);

    /// <summary>Reverts effects by hand and waits for the outcomes.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> EndAsync(
        IEnumerable<EffectRecord> ended,
        RevertReason reason,
        CancellationToken cancellationToken,
        OrderNote? note = null
    ) => await Task.WhenAll(effects.Revert(ended, reason, note)).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Restores effects of one responder that should be in place; logs a failure to read them.</summary>
    /// <returns>Completes once all were tried.</returns>
    public async Task RestoreAsync(IResponder responder, IEnumerable<ActionKey> missing)
    {
        try
        {
            await effects.RestoreAsync(responder, missing).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.RestoreFailed(responder.Name, e);
        }
    }

    /// <summary>Sets the timers of recorded effects.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken) =>
        timers.SetRecorded(
            (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Summaries().Select(static effect => (effect.Key, effect.Due))
        );

    private void OnDue(IReadOnlyList<ActionKey> keys) => _ = QueueAllAsync(keys);

    private async Task QueueAllAsync(IReadOnlyList<ActionKey> keys)
    {
        foreach (var key in keys)
        {
            try
            {
                _ = await effects.RevertAsync(key, RevertReason.Due, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // A lost revert would be a block that never ends.
                logger.EndNotQueued(key.Responder, SafeText.Of(key.Subject.ToString()), e);
                timers.Set(key, clock.GetUtcNow() + RetryDelay);
            }
        }
    }
}
