using ActiveResponse.Isolation;

namespace ActiveResponse.Execution;

/// <summary>Places in a lane's queue, and handling of an order when none is free.</summary>
/// <remarks>
/// While a lane makes progress, producers wait for it: they slow down, and nothing is lost. A lane that frees no place for
/// <see cref="Patience"/> has stalled: since a hung script must not keep other orders from being read, its orders then get places beyond
/// the full queue. Once those are taken, producers wait only while it makes progress; otherwise there is no place.
/// </remarks>
/// <param name="capacity">Number of orders that may wait.</param>
/// <param name="clock">The clock.</param>
internal sealed class LaneRoom(int capacity, TimeProvider clock)
{
    /// <summary>How long a producer waits for a lane without progress.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Multiple of the capacity that may wait beyond the queue of a stalled lane.</summary>
    public const int TimesBeyond = 9;

    private readonly SemaphoreSlim _places = new(capacity);
    private readonly SemaphoreSlim _beyond = new(capacity * TimesBeyond);
    private int _takenBeyond;
    private volatile bool _hasStalled;
    private volatile bool _getsOn = true;

    /// <summary>Number of orders that wait within the capacity.</summary>
    public int Waiting => capacity - _places.CurrentCount;

    /// <summary>Takes a place for an order.</summary>
    /// <param name="item">The order.</param>
    /// <param name="whenFull">What to do if no place is free.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>Whether there was a place, and whether this call found the lane stalled.</returns>
    public async ValueTask<(bool HasPlace, bool Stalled)> EnterAsync(
        GivenItem item,
        QueueFullMode whenFull,
        CancellationToken cancellationToken
    )
    {
        if (_places.Wait(0, CancellationToken.None))
        {
            return (true, false);
        }

        if (
            whenFull == QueueFullMode.DropNewest
            || (!_hasStalled && await _places.TryWaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false))
        )
        {
            return (whenFull != QueueFullMode.DropNewest, false);
        }

        var isNews = !_hasStalled;
        _hasStalled = true;
        var hasPlace =
            _beyond.Wait(0, CancellationToken.None)
            || (_getsOn && await _beyond.TryWaitAsync(Patience, clock, cancellationToken).ConfigureAwait(false));
        _getsOn &= hasPlace;
        if (hasPlace)
        {
            Interlocked.Increment(ref _takenBeyond);
            item.GoBeyond();
        }

        return (hasPlace, isNews);
    }

    /// <summary>Frees the places of items taken from the queue.</summary>
    public void Leave(List<List<WorkItem>> batch)
    {
        var (places, beyond) = (0, 0);
        foreach (var items in batch)
        {
            foreach (var item in items)
            {
                // Reverts take no place, and moved orders have freed theirs.
                if (item is GivenItem given)
                {
                    places += given.IsBeyond ? 0 : 1;
                    beyond += given.IsBeyond ? 1 : 0;
                }
            }
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
}
