using System.Collections.Concurrent;
using ActiveResponse.Diagnostics;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Stores how far alerts have been processed, together with the resulting records if possible, and never ahead of them.</summary>
internal sealed class IntakePositions : IDisposable
{
    /// <summary>How long the store may lack a position.</summary>
    internal static readonly TimeSpan FlushDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, IntakeProgress> _sources = new(StringComparer.Ordinal);

    // Of two commits with a position, the older must not come last.
    private readonly SemaphoreSlim _carrying = new(1);
    private readonly IResponseStore _store;
    private readonly ILogger<IntakePositions> _logger;
    private readonly Lazy<ITimer> _timer;
    private int _isArmed;
    private bool _isTroubled;

    public IntakePositions(IResponseStore store, TimeProvider clock, ILogger<IntakePositions> logger)
    {
        (_store, _logger) = (store, logger);
        _timer = new Lazy<ITimer>(() =>
            clock.CreateTimer(
                static state => _ = ((IntakePositions)state!).FlushAndFollowAsync(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            )
        );
    }

    /// <summary>Returns the progress of a source; null if the store isn't durable.</summary>
    public IntakeProgress? Of(string name)
    {
        if (!_store.IsDurable)
        {
            return null;
        }

        return _sources.GetOrAdd(name, static (key, self) => new IntakeProgress(key, self.Arm), this);
    }

    /// <summary>Returns where an earlier run stopped, or null.</summary>
    public async ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        _store.IsDurable ? await _store.FindPositionAsync(name, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Stores what a batch is about to do, and how far reading has come by that.</summary>
    /// <param name="commit">Changes to store.</param>
    /// <param name="recorded">Orders that it puts on record.</param>
    /// <param name="ends">Whether it begins to revert effects: then no position may stay behind, or a restart would reread the alert that
    /// caused them.</param>
    public async Task CommitAsync(StoreCommitBuilder commit, IReadOnlyCollection<GivenItem> recorded, bool ends)
    {
        if (_sources.IsEmpty || commit.IsEmpty)
        {
            await commit.CommitAsync(_store, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        var carries = ends ? await WaitAsync().ConfigureAwait(false) : _carrying.Wait(0, CancellationToken.None);
        try
        {
            var positions = carries ? Newest(recorded) : [];
            positions.ForEach(commit.Save);
            await commit.CommitAsync(_store, CancellationToken.None).ConfigureAwait(false);
            Stored(positions);

            // Before another commit may carry a position, or it would carry one that is older than this one's.
            foreach (var item in recorded)
            {
                item.Settle();
            }
        }
        finally
        {
            if (carries)
            {
                _carrying.Release();
            }
        }
    }

    /// <summary>Stores the progress since the last time.</summary>
    /// <exception cref="ResponseStoreException">It couldn't be stored.</exception>
    public async Task FlushAsync()
    {
        await WaitAsync().ConfigureAwait(false);
        try
        {
            var positions = Newest([]);
            var commit = new StoreCommitBuilder(0);
            positions.ForEach(commit.Save);
            await commit.CommitAsync(_store, CancellationToken.None).ConfigureAwait(false);
            Stored(positions);
        }
        finally
        {
            _carrying.Release();
        }
    }

    /// <summary>Does the same in the background; retries on failure.</summary>
    public async Task FlushBehindTheScenesAsync()
    {
        try
        {
            await FlushAsync().ConfigureAwait(false);
            _isTroubled = false;
        }
        catch (Exception e)
        {
            if (!_isTroubled)
            {
                _isTroubled = true;
                _logger.PositionsNotStored(e);
            }
        }
    }

    public void Dispose()
    {
        if (_timer.IsValueCreated)
        {
            _timer.Value.Dispose();
        }
    }

    // An idle host isn't woken: the timer runs only while the store lacks a position.
    private void Arm()
    {
        if (Interlocked.Exchange(ref _isArmed, 1) == 0)
        {
            _timer.Value.Change(FlushDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task FlushAndFollowAsync()
    {
        Volatile.Write(ref _isArmed, 0);
        await FlushBehindTheScenesAsync().ConfigureAwait(false);
        if (_sources.Values.Any(static source => source.IsBehind))
        {
            Arm();
        }
    }

    private async ValueTask<bool> WaitAsync()
    {
        await _carrying.WaitAsync().ConfigureAwait(false);
        return true;
    }

    private List<(IntakeProgress Source, string Position)> Newest(IReadOnlyCollection<GivenItem> recorded)
    {
        var counts = recorded.Where(static item => item.OpenMark is not null).CountBy(static item => item.OpenMark!).ToDictionary();
        return [.. _sources.Values.Select(source => (source, source.NewestWith(counts)!)).Where(static pair => pair.Item2 is not null)];
    }

    private static void Stored(List<(IntakeProgress Source, string Position)> positions) =>
        positions.ForEach(static pair => pair.Source.Stored(pair.Position));
}
