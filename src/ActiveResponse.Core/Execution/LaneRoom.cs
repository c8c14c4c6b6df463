namespace ActiveResponse.Execution;

/// <summary>The places of a lane's queue, and what becomes of an order that finds none free.</summary>
/// <remarks>
/// A lane that gets on is waited for: its producer gets slower, and nothing is lost. One that frees no place for <see cref="Patience"/> has
/// stalled: a hung script must not keep the orders of others from being read, so those for it go to places beyond the full queue. When
/// these are taken too it is waited for again only as long as it gets on; else there is no place.
/// </remarks>
/// <param name="capacity">How many orders may wait.</param>
/// <param name="clock">The time.</param>
internal sealed class LaneRoom(int capacity, TimeProvider clock)
{
    /// <summary>How long a producer waits for a lane that doesn't get on.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>So many times its capacity may wait beyond a queue that has stalled.</summary>
    public const int TimesBeyond = 9;

    private readonly SemaphoreSlim _places = new(capacity);
    private readonly SemaphoreSlim _beyond = new(capacity * TimesBeyond);
    private int _takenBeyond;
    private volatile bool _hasStalled;
    private volatile bool _getsOn = true;

    /// <summary>Takes a place for an order.</summary>
    /// <param name="item">The order.</param>
    /// <param name="whenFull">What to do when no place is free.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there was one, and whether the lane was found to have stalled by this.</returns>
    public async ValueTask<(bool HasPlace, bool Stalled)> EnterAsync(
        WorkItem item,
        QueueFullMode whenFull,
        CancellationToken cancellationToken
    )
    {
        if (_places.Wait(0, CancellationToken.None))
        {
            return (true, false);
        }

        if (whenFull == QueueFullMode.DropNewest || (!_hasStalled && await WaitAsync(_places, cancellationToken).ConfigureAwait(false)))
        {
            return (whenFull != QueueFullMode.DropNewest, false);
        }

        var isNews = !_hasStalled;
        _hasStalled = true;
        var hasPlace =
            _beyond.Wait(0, CancellationToken.None) || (_getsOn && await WaitAsync(_beyond, cancellationToken).ConfigureAwait(false));
        _getsOn &= hasPlace;
        if (hasPlace)
        {
            Interlocked.Increment(ref _takenBeyond);
            item.IsBeyond = true;
        }

        return (hasPlace, isNews);
    }

    /// <summary>Gives back the places of what was taken out of the queue.</summary>
    public void Leave(IEnumerable<WorkItem> items)
    {
        var (places, beyond) = (0, 0);
        foreach (var item in items)
        {
            places += item.TakesPlace && !item.IsBeyond ? 1 : 0;
            beyond += item.TakesPlace && item.IsBeyond ? 1 : 0;
        }

        _getsOn = true;
        if (places > 0)
        {
            _places.Release(places);
        }

        if (beyond > 0)
        {
            _hasStalled = Interlocked.Add(ref _takenBeyond, -beyond) > 0;
            _beyond.Release(beyond);
        }
    }

    private async ValueTask<bool> WaitAsync(SemaphoreSlim places, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await places.WaitAsync(both.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
