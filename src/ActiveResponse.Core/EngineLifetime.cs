using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Starts and stops the engine: recovers what an earlier run left, and reverts what must not stay.</summary>
internal sealed class EngineLifetime(
    ResponderBinding binding,
    EffectReverts endings,
    StartupRecovery recovery,
    DriftWatch drift,
    UnrecordedEffects unrecorded,
    PlaceWatch places,
    AllowListGuard allowList,
    ResolvedNames names,
    HostNetworkCache network,
    HostNetworkGuards hostGuards,
    ResponseExecutor executor,
    IntakePositions positions,
    IResponseStore store,
    ExecutionOptions options,
    TimeProvider clock,
    ILogger<ActiveResponseEngine> logger
)
{
    // With a hundred thousand effects across a restart, the log needs the number, not every name.
    private const int MostNamed = 20;

    private readonly Lock _startGate = new();
    private Task? _starting;
    private int _stopped;

    /// <summary>Whether timers are running, so that due effects are reverted.</summary>
    public bool IsStarted => Volatile.Read(ref _starting) is { IsCompletedSuccessfully: true };

    /// <summary>Whether a start was attempted, so that a stop may be needed.</summary>
    public bool WasStarted => Volatile.Read(ref _starting) is not null;

    public ImmutableArray<BindingProblem> BindingProblemsOf(ActiveResponseConfig config, HostIdentity host) =>
        [.. binding.Check(config).Where(problem => Routing.MayRunHere(problem.Response, host))];

    /// <summary>Starts once; a second call waits for the first, and a failed start is repeated completely.</summary>
    public Task StartAsync(ActiveResponseConfig config, HostIdentity host, CancellationToken cancellationToken)
    {
        lock (_startGate)
        {
            if (_starting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _starting = StartNowAsync(config, host, cancellationToken);
            }

            return _starting.WaitAsync(cancellationToken);
        }
    }

    private async Task StartNowAsync(ActiveResponseConfig config, HostIdentity host, CancellationToken cancellationToken)
    {
        if (!options.DryRun)
        {
            places.Start();
            endings.Start();
            await recovery.RunAsync(cancellationToken).ConfigureAwait(false);
            await endings.RebuildAsync(cancellationToken).ConfigureAwait(false);
            drift.Start();
        }

        logger.Started(config.Responses.Length, config.Dialect.ToString(), host.Role.ToString());
        LogWhatCannotRun(config, host);

        // Read now, so that the first order needn't wait for it.
        _ = await network.CurrentAsync(cancellationToken).ConfigureAwait(false);

        // The allow list or the host's own addresses may have changed while nothing ran; names are resolved later.
        names.Changed = () => _ = LiftAllowedBehindTheScenesAsync();
        network.Renewed = () => _ = LiftAllowedBehindTheScenesAsync();
        WatchNames(config);
        _ = LiftAllowedBehindTheScenesAsync();
    }

    /// <summary>Reports what can't run under a new configuration, and reverts what its allow list covers.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> ReloadedAsync(
        ActiveResponseConfig config,
        HostIdentity host,
        CancellationToken cancellationToken
    )
    {
        logger.Reloaded(config.Responses.Length);
        LogWhatCannotRun(config, host);
        WatchNames(config);
        return await LiftAllowedAsync(cancellationToken).ConfigureAwait(false);
    }

    private void WatchNames(ActiveResponseConfig config) =>
        names.Watch(
            config
                .AllowList.Entries.Select(static entry => entry.HostName)
                .OfType<string>()
                .Concat(config.Managers.Where(static manager => !AddressPrefix.TryParse(manager, out _)))
        );

    private async Task<IReadOnlyList<ExecutedAction>> LiftAllowedAsync(CancellationToken cancellationToken)
    {
        var (allowed, needed) = (new List<EffectRecord>(), new List<EffectRecord>());
        var current = await hostGuards.CurrentAsync(cancellationToken).ConfigureAwait(false);
        foreach (var effect in (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Summaries())
        {
            if (await allowList.FindAsync(effect.Subject, cancellationToken).ConfigureAwait(false) is not null)
            {
                allowed.Add(effect.Record);
            }
            else if (
                await hostGuards
                    .WouldRefuseAsync(current, effect.Subject, () => effect.Record.Order, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                needed.Add(effect.Record);
            }
        }

        var lifts = await Task.WhenAll(
                endings.EndAsync(allowed, RevertReason.Allowed, cancellationToken),
                endings.EndAsync(needed, RevertReason.Protected, cancellationToken)
            )
            .ConfigureAwait(false);
        return [.. lifts.SelectMany(static outcomes => outcomes)];
    }

    private async Task LiftAllowedBehindTheScenesAsync()
    {
        try
        {
            _ = await LiftAllowedAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.AllowedNotLifted(e);
        }
    }

    private void LogWhatCannotRun(ActiveResponseConfig config, HostIdentity host)
    {
        foreach (var problem in options.DryRun ? [] : BindingProblemsOf(config, host))
        {
            logger.CannotRunHere(SafeText.Of(problem.Response.Name), SafeText.Of(problem.Why, 400));
        }

        // An agent carries out the orders of others.
        if (config.Disabled || (config.Responses.IsEmpty && host.Role != HostRole.Agent))
        {
            logger.NothingWillFire();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        places.Dispose();
        await drift.StopAsync().ConfigureAwait(false);
        names.Dispose();
        network.Renewed = static () => { };

        // A hung responder may use up the first half; the reverts of the others get the second.
        var half = options.StopDeadline / 2;
        var finished = await WithinAsync(half, executor.Idle.WhenIdleAsync, cancellationToken).ConfigureAwait(false);
        finished &= await WithinAsync(
                half,
                token => Task.Run(positions.FlushBehindTheScenesAsync, CancellationToken.None).WaitAsync(token),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (!store.IsDurable)
        {
            finished = await WithinAsync(half, RevertTimedAsync, cancellationToken).ConfigureAwait(false);
        }

        await executor.FinishReportingAsync(cancellationToken).ConfigureAwait(false);
        finished &= await WithinAsync(half, LogWhatStaysAsync, cancellationToken).ConfigureAwait(false);
        if (!finished)
        {
            logger.StopDeadlinePassed(options.StopDeadline.TotalSeconds);
        }
    }

    // A hanging store must not delay the stop.
    private async Task LogWhatStaysAsync(CancellationToken cancellationToken) =>
        LogWhatStays(
            await Task.Run(() => store.ListAsync(cancellationToken).AsTask(), CancellationToken.None)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false)
        );

    private void LogWhatStays(IReadOnlyList<EffectRecord> effects)
    {
        foreach (var effect in effects.Summaries().Take(MostNamed))
        {
            var subject = SafeText.Of(effect.Subject.ToString());
            if (IsInPlace(effect))
            {
                logger.StaysAfterStop(effect.Responder, subject, WhyItStays(effect));
            }
            else
            {
                logger.UnfinishedAtStop(
                    effect.Responder,
                    subject,
                    effect.State == EffectState.Reverting ? "its revert hasn't succeeded" : "it may not be in place"
                );
            }
        }

        var applied = effects.Summaries().Skip(MostNamed).Count(IsInPlace);
        if (applied > 0)
        {
            logger.MoreStayAfterStop(applied);
        }

        if (effects.Count - MostNamed - applied is > 0 and var more)
        {
            logger.MoreUnfinishedAtStop(more);
        }
    }

    private string WhyItStays(EffectSummary effect)
    {
        if (effect.Until is null)
        {
            return "it has no timeout";
        }

        return store.IsDurable ? "it is kept over a restart" : "it couldn't be reverted";
    }

    private static bool IsInPlace(EffectSummary effect) => effect is { State: EffectState.Applied, RetryAt: null };

    /// <summary>Reverts the effects on a subject.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAsync(Subject subject, CancellationToken cancellationToken)
    {
        var effects = await store.ListAsync(subject, cancellationToken).ConfigureAwait(false);
        var lifted = await endings.EndAsync(effects, RevertReason.Lifted, cancellationToken).ConfigureAwait(false);

        // Searching takes long if very much is in place, so it is done only without a record.
        return effects.Count > 0 ? lifted : await LiftUnrecordedAsync(found => found == subject, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reverts the effects on all subjects.</summary>
    public async Task<IReadOnlyList<ExecutedAction>> LiftAllAsync(CancellationToken cancellationToken)
    {
        var lifted = await EndAsync(static _ => true, RevertReason.Lifted, cancellationToken).ConfigureAwait(false);
        return [.. lifted, .. await LiftUnrecordedAsync(static _ => true, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Removes our entries without a record on selected subjects.</summary>
    public Task<IReadOnlyList<ExecutedAction>> LiftUnrecordedAsync(Func<Subject, bool> which, CancellationToken cancellationToken) =>
        unrecorded.LiftAsync(which, cancellationToken);

    private async Task RevertTimedAsync(CancellationToken cancellationToken)
    {
        // A timed order applied after this would be a block that nobody reverts.
        executor.DropTimedApplies();
        while (true)
        {
            await EndAsync(IsTimed, RevertReason.Stopping, cancellationToken).ConfigureAwait(false);
            await executor.Idle.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
            var left = (await store.ListAsync(cancellationToken).ConfigureAwait(false)).Where(IsTimed).ToList();
            if (left.Count == 0)
            {
                return;
            }

            if (left.Exists(static effect => effect.FailedReverts > 0))
            {
                await Task.Delay(options.RevertRetryDelay, clock, cancellationToken).ConfigureAwait(false);
            }
        }

        static bool IsTimed(EffectRecord effect) => effect.Until is not null;
    }

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

    private async Task<IReadOnlyList<ExecutedAction>> EndAsync(
        Func<EffectRecord, bool> which,
        RevertReason reason,
        CancellationToken cancellationToken
    )
    {
        var effects = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        return await endings.EndAsync(effects.Where(which), reason, cancellationToken).ConfigureAwait(false);
    }
}
