using ActiveResponse.Alerts;
using ActiveResponse.Platform;

namespace ActiveResponse;

/// <summary>How things stand with a source whose alerts are taken in; may be looked at from any thread.</summary>
/// <param name="name">What the source is called in the log.</param>
/// <param name="source">The source.</param>
internal sealed class IntakeSource(string name, IAlertSource source)
{
    private long _lastTicks;
    private long _handled = -1;

    public string Name => name;

    public AlertStreamStatistics Statistics => source.Statistics;

    /// <summary>The file that is followed; null when it is no file.</summary>
    public string? File => (source as AlertFileReader)?.FullPath;

    /// <summary>Why it can't be read at the moment, for a person; null when it can.</summary>
    public string? Trouble =>
        source is AlertFileReader { Trouble: { } trouble } ? PlainFile.Explain(trouble) ?? "it is not there: waiting for it" : null;

    /// <summary>Whether it has come to its end.</summary>
    public bool HasEnded { get; set; }

    /// <summary>When its last record was dealt with, or null.</summary>
    public DateTimeOffset? LastAt =>
        Interlocked.Read(ref _lastTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>The bytes of the file that were read and are not dealt with yet, or not read yet; null when that isn't known.</summary>
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

    /// <summary>Says that records up to a place were dealt with.</summary>
    public void Passed(long offset, DateTimeOffset at)
    {
        Interlocked.Exchange(ref _handled, offset);
        Interlocked.Exchange(ref _lastTicks, at.UtcTicks);
    }

    /// <summary>Says where reading begins.</summary>
    public void Began(long offset) => Interlocked.Exchange(ref _handled, offset);
}
