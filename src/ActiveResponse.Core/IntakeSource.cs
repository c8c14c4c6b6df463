using ActiveResponse.Alerts;
using ActiveResponse.Platform;

namespace ActiveResponse;

/// <summary>State of an alert source; readable from any thread.</summary>
/// <param name="name">Name of the source in the log.</param>
/// <param name="source">The source.</param>
internal sealed class IntakeSource(string name, IAlertSource source)
{
    private long _lastTicks;
    private long _handled = -1;

    public string Name => name;

    public AlertStreamStatistics Statistics => source.Statistics;

    /// <summary>File that is followed; null if it isn't a file.</summary>
    public string? File => (source as AlertFileReader)?.FullPath;

    /// <summary>Why it can't be read at the moment, for people; null if it can.</summary>
    public string? Trouble =>
        source is AlertFileReader { Trouble: { } trouble } ? PlainFile.Explain(trouble) ?? "it is not there: waiting for it" : null;

    /// <summary>Reads its records; a file reports to <paramref name="events"/> what happens to it.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<AlertRecord>> ReadBatchesAsync(IAlertFileEvents events, CancellationToken cancellationToken) =>
        source is AlertFileReader file ? file.ReadBatchesAsync(events, cancellationToken) : source.ReadBatchesAsync(cancellationToken);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded { get; set; }

    /// <summary>When its last record was processed, or null.</summary>
    public DateTimeOffset? LastAt =>
        Interlocked.Read(ref _lastTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Returns the number of bytes in the file not processed yet; null if unknown.</summary>
    public long? Behind()
    {
        if (source is not AlertFileReader reader || Interlocked.Read(ref _handled) is not (>= 0 and var handled))
        {
            return null;
        }

        try
        {
            return Math.Max(0, reader.Length - handled);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Sets the offset up to which records were processed.</summary>
    public void Passed(long offset, DateTimeOffset at)
    {
        Interlocked.Exchange(ref _handled, offset);
        Interlocked.Exchange(ref _lastTicks, at.UtcTicks);
    }

    /// <summary>Sets where reading begins.</summary>
    public void Began(long offset) => Interlocked.Exchange(ref _handled, offset);
}
