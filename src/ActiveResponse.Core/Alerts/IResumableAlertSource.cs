namespace ActiveResponse.Alerts;

/// <summary>Alert source that resumes where an earlier run stopped, e.g. a queue or a database with its own offsets.</summary>
/// <remarks>
/// The response store saves a position together with the records that the alerts before it led to, never ahead of them: after a crash no
/// alert is skipped, and those since the last saved position are read again. With a store that isn't durable, each run begins anew.
/// </remarks>
public interface IResumableAlertSource : IAlertSource
{
    /// <summary>
    /// Name its position is stored under, unique to each source, e.g. <c>kafka:alerts/0</c>; up to 1,000 characters. Must not change or be
    /// a file path.
    /// </summary>
    string PositionName { get; }

    /// <summary>Sets where to begin; called once, before reading.</summary>
    /// <param name="position"><see cref="AlertRecord.ResumeAt"/> of the last processed record; null if none is stored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask ResumeAsync(string? position, CancellationToken cancellationToken);
}
