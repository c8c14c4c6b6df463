using ActiveResponse.Planning;

namespace ActiveResponse.Timeouts;

/// <summary>One effect that waits for its time; 40 bytes in an array, so that a million of them are no million objects.</summary>
internal struct TimerEntry
{
    /// <summary>Value of <see cref="Previous"/>: it is in no slot, its time is near.</summary>
    public const int Near = int.MinValue;

    /// <summary>The effect.</summary>
    public ActionKey Key;

    /// <summary>When, in UTC ticks.</summary>
    public long Due;

    /// <summary>The key's hash.</summary>
    public int Hash;

    /// <summary>The next entry of its hash bucket, or of the free ones; 0 for none.</summary>
    public int NextInBucket;

    /// <summary>The next entry of its slot; 0 for none.</summary>
    public int Next;

    /// <summary>The entry before it in its slot; for the first one -1 - slot; or <see cref="Near"/>.</summary>
    public int Previous;
}
