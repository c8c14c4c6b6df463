using System.Globalization;

namespace ActiveResponse.AspNetCore.Events;

/// <summary>The latest events. Readers keep their own place, so a slow one costs nothing; it learns how many it missed.</summary>
internal sealed class EventLog
{
    /// <summary>The number of events that are kept.</summary>
    public const int Capacity = 2_048;

    private readonly Lock _gate = new();
    private readonly EventEntry[] _ring;

    // Numbers start again with each process: a reader of an earlier one must not go on as if nothing had happened.
    private readonly string _epoch;
    private long _last;
    private int _readers;
    private TaskCompletionSource _added = NewSignal();

    /// <param name="clock">The clock.</param>
    /// <param name="capacity">The number of events that are kept.</param>
    public EventLog(TimeProvider clock, int capacity = Capacity)
    {
        _ring = new EventEntry[capacity];
        _epoch = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The latest orders that were refused or dropped.</summary>
    public RefusalLog Refusals { get; } = new();

    /// <summary>The number of the latest event.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Whether somebody reads.</summary>
    public bool HasReaders => Volatile.Read(ref _readers) > 0;

    /// <summary>Says that somebody reads; <see cref="EndReading"/> must follow.</summary>
    public void BeginReading() => Interlocked.Increment(ref _readers);

    public void EndReading() => Interlocked.Decrement(ref _readers);

    /// <summary>Adds an event.</summary>
    public void Add(string kind, Func<CancellationToken, ValueTask<byte[]>> data)
    {
        TaskCompletionSource added;
        lock (_gate)
        {
            var number = ++_last;
            _ring[number % _ring.Length] = new EventEntry(number, kind, data);
            added = _added;
            _added = NewSignal();
        }

        added.TrySetResult();
    }

    public void Add(string kind, byte[] data) => Add(kind, _ => ValueTask.FromResult(data));

    /// <summary>The id of an event, for a reader that comes back.</summary>
    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_epoch}-{number}");

    /// <summary>The place of a reader that comes back; null if the event isn't known here.</summary>
    public long? PlaceAfter(string? id)
    {
        if (id is null || !id.StartsWith(_epoch + "-", StringComparison.Ordinal))
        {
            return null;
        }

        return
            long.TryParse(id.AsSpan(_epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Last
            ? number
            : null;
    }

    /// <summary>Takes the events after a place.</summary>
    /// <param name="place">The last event that was read; moved on.</param>
    /// <param name="most">The largest number to take.</param>
    /// <param name="missed">The number of events that are no longer kept.</param>
    /// <param name="added">Completes when there is more; only if nothing was taken.</param>
    public IReadOnlyList<EventEntry> Take(ref long place, int most, out long missed, out Task added)
    {
        lock (_gate)
        {
            var oldest = Math.Max(1, _last - _ring.Length + 1);
            missed = Math.Max(0, oldest - 1 - place);
            place += missed;
            var count = (int)Math.Min(most, _last - place);
            var taken = new EventEntry[count];
            for (var i = 0; i < count; i++)
            {
                taken[i] = _ring[++place % _ring.Length];
            }

            added = _added.Task;
            return taken;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
