using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;

namespace ActiveResponse;

/// <summary>Starts and stops the engine: recovers what an earlier run left, and reverts what must not stay.</summary>
internal sealed class EngineLifetime(
    ResponseCheck responses,
    PlaceWatch places,
    HostReconciler reconciler,
    HostProtection protection,
    ProtectionWatch protectionWatch,
    EngineShutdown shutdown,
    bool isDryRun
)
{
    private readonly Lock _startGate = new();
    private Task? _starting;
    private int _stopped;

    /// <summary>Whether timers are running, so that due effects are reverted.</summary>
    public bool IsStarted => Volatile.Read(ref _starting) is { IsCompletedSuccessfully: true };

    /// <summary>Whether a start was attempted, so that a stop may be needed.</summary>
    public bool WasStarted => Volatile.Read(ref _starting) is not null;

    /// <summary>Starts once; a second call waits for the first, and a failed start is repeated completely.</summary>
    public Task StartAsync(ActiveResponseConfig config, CancellationToken cancellationToken)
    {
        lock (_startGate)
        {
            if (_starting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _starting = StartNowAsync(config, cancellationToken);
            }

            return _starting.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Reports what can't run under a new configuration, and reverts what its allow list covers.</summary>
    public Task<IReadOnlyList<ExecutedAction>> ReloadedAsync(
        ActiveResponseConfig config,
        OrderNote note,
        CancellationToken cancellationToken
    )
    {
        responses.LogReload(config);
        protection.Watch(config);
        return RevertAllowedAsync(note, cancellationToken);
    }

    /// <summary>Reverts what allow lists cover after one of them has changed.</summary>
    public Task<IReadOnlyList<ExecutedAction>> RevertAllowedAsync(OrderNote note, CancellationToken cancellationToken)
    {
        protection.Changes.Advance();
        return protectionWatch.RevertCoveredAsync(note, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        places.Dispose();
        await reconciler.StopAsync().ConfigureAwait(false);
        protectionWatch.Dispose();
        await shutdown.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task StartNowAsync(ActiveResponseConfig config, CancellationToken cancellationToken)
    {
        if (!isDryRun)
        {
            places.Start();
            await reconciler.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        responses.LogStart(config);

        // Read now, so that the first order needn't wait for it.
        _ = await protection.NetworkAsync(cancellationToken).ConfigureAwait(false);

        // Host names are resolved in the background.
        protection.Watch(config);
        protectionWatch.Start();
    }
}
