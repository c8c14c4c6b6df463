using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Reconciliation;

/// <summary>
/// Checks at intervals that what is in place matches the record: restores what is missing and handles what nobody recorded.
/// </summary>
internal sealed class DriftWatch(
    HostInventory inventory,
    IResponseStore store,
    EffectReverts endings,
    UnrecordedEffects unrecorded,
    ExecutionOptions options,
    TimeProvider clock,
    ILogger<DriftWatch> logger
) : IDisposable
{
    // Long listings must not become a load: the next check waits at least this many times as long as the last one took.
    private const int RestFactor = 20;

    // Waiting for a slow firewall is no load: it counts for at most this many intervals.
    private const int MostIntervals = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _blind = [];
    private readonly Dictionary<string, string> _passing = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Starts checking, if anything can be listed.</summary>
    public void Start()
    {
        if (options.DriftCheckInterval > TimeSpan.Zero && inventory.Responders.Any())
        {
            _running = Task.Run(RunAsync);
        }
    }

    /// <summary>Checks once and restores what is missing.</summary>
    /// <returns>Number of missing effects.</returns>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EffectRecord> onRecord;
        try
        {
            onRecord = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            foreach (var responder in inventory.Responders)
            {
                LogBlind(new HostListing(responder, []), e);
            }

            return 0;
        }

        var missing = 0;
        var settled = new HashSet<(string Place, Subject Subject)>();
        await foreach (var listed in Task.WhenEach(inventory.Begin(onRecord, cancellationToken)).ConfigureAwait(false))
        {
            missing += await CheckAsync(await listed.ConfigureAwait(false), settled, cancellationToken).ConfigureAwait(false);
        }

        return missing;
    }

    /// <summary>Stops checking; a check in progress ends.</summary>
    public async Task StopAsync()
    {
        Dispose();

        // A firewall that doesn't stop listing when asked is abandoned.
        await _running.WaitAsync(Patience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync()
    {
        var wait = options.DriftCheckInterval;
        while (true)
        {
            await Task.Delay(wait, clock, _stop.Token).ConfigureAwait(false);
            var started = clock.GetTimestamp();
            await CheckAsync(_stop.Token).ConfigureAwait(false);
            var rest = clock.GetElapsedTime(started) * RestFactor;
            wait = TimeSpan.FromTicks(
                Math.Clamp(rest.Ticks, options.DriftCheckInterval.Ticks, options.DriftCheckInterval.Ticks * MostIntervals)
            );
        }
    }

    private void LogBlind(HostListing listing, Exception exception)
    {
        // Without records the firewall may not even exist.
        if (listing.OnRecord.Any() || exception is ResponseStoreException)
        {
            lock (_blind)
            {
                if (!_blind.Add(listing.Responder.Name))
                {
                    return;
                }
            }

            logger.DriftCheckFailed(listing.Responder.Name, exception);
        }
    }

    private async Task<int> CheckAsync(
        HostListing listing,
        HashSet<(string Place, Subject Subject)> settled,
        CancellationToken cancellationToken
    )
    {
        if (listing is not { Presence: { } presence, Responder: { } responder })
        {
            LogBlind(listing, listing.Failure!);
            return 0;
        }

        try
        {
            var missing = await CheckAsync(responder, listing.OnRecord, presence, settled, cancellationToken).ConfigureAwait(false);
            lock (_blind)
            {
                _blind.Remove(responder.Name);
            }

            return missing;
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            LogBlind(listing, e);
            return 0;
        }
    }

    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    private async Task<int> CheckAsync(
        IEnumerableResponder responder,
        IEnumerable<EffectSummary> onRecord,
        EffectPresence presence,
        HashSet<(string Place, Subject Subject)> settled,
        CancellationToken cancellationToken
    )
    {
        var missing = onRecord.Where(presence.IsMissing).Select(static effect => effect.Key).ToList();
        if (missing.Count > 0)
        {
            logger.Drifted(responder.Name, missing.Count, onRecord.Count());
            _ = endings.RestoreAsync(responder, missing);
        }

        LogWhatPasses(responder, presence, onRecord);
        await unrecorded.SettleAsync(responder, presence, onRecord, settled, cancellationToken).ConfigureAwait(false);
        return missing.Count;
    }

    // Logged once while the same rule lets packets pass.
    private void LogWhatPasses(IEnumerableResponder responder, EffectPresence presence, IEnumerable<EffectSummary> onRecord)
    {
        var (count, why) = presence.Passing(onRecord);
        if (count > 0 && _passing.GetValueOrDefault(responder.Name) != why)
        {
            logger.BlockedAndPassing(responder.Name, count, why);
        }

        _passing[responder.Name] = why;
    }
}
