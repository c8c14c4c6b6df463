using System.Collections.Immutable;

namespace ActiveResponse.Alerts;

/// <summary>Counts of one alert stream; readable from any thread during reading.</summary>
public sealed class AlertStreamStatistics
{
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<AlertErrorCause, AlertSkip> _skips = ImmutableSortedDictionary<AlertErrorCause, AlertSkip>.Empty;
    private long _lines;
    private long _alerts;

    /// <summary>Lines read, blank ones included.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>Records that were alerts.</summary>
    public long Alerts => Interlocked.Read(ref _alerts);

    /// <summary>Records that weren't alerts.</summary>
    public long Skipped => Skips.Sum(skip => skip.Count);

    /// <summary>Skipped records by cause, in the order of the causes.</summary>
    public ImmutableArray<AlertSkip> Skips
    {
        get
        {
            lock (_lock)
            {
                return [.. _skips.Values];
            }
        }
    }

    /// <summary>Counts an alert.</summary>
    public void CountAlert() => Interlocked.Increment(ref _alerts);

    /// <summary>Counts a skipped record; true if it is the first of its cause, which is the one to report.</summary>
    /// <param name="record">The record.</param>
    /// <param name="error">Why it is no alert.</param>
    public bool CountSkipped(in AlertRecord record, AlertError error)
    {
        lock (_lock)
        {
            var first = !_skips.TryGetValue(error.Cause, out var skip);
            skip ??= new AlertSkip(error.Cause, 0, record.Line, RecordExcerpt.Of(record.Bytes.Span), error.Message);
            _skips = _skips.SetItem(error.Cause, skip with { Count = skip.Count + 1 });
            return first;
        }
    }

    internal void CountLines(long lines) => Interlocked.Add(ref _lines, lines);
}
