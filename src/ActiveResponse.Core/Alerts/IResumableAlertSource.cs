namespace ActiveResponse.Alerts;

/// <summary>An alert source that goes on where an earlier run stopped, e.g. a queue or a database with offsets of its own.</summary>
/// <remarks>
/// A position is stored in the response store with the records that the alerts before it led to, and never ahead of them: after a crash no
/// alert is skipped, and the ones since the last stored position are read again. With a store that isn't durable each run begins anew.
/// </remarks>
public interface IResumableAlertSource : IAlertSource
{
    /// <summary>The name its position is stored under: one for each source, e.g. <c>kafka:alerts/0</c>, up to 1,000 characters. It may not
    /// change, and is no file path.</summary>
    string PositionName { get; }

    /// <summary>Called once, before reading: says where to begin.</summary>
    /// <param name="position">The <see cref="AlertRecord.ResumeAt"/> of the last record that was dealt with; null when nothing is
    /// stored.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask ResumeAsync(string? position, CancellationToken cancellationToken);
}
