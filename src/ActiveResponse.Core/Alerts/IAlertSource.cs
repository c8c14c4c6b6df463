namespace ActiveResponse.Alerts;

/// <summary>Somewhere alert records come from. Read it once, by one reader.</summary>
public interface IAlertSource
{
    /// <summary>What has been read so far; the reader of the records adds what it made of them.</summary>
    AlertStreamStatistics Statistics { get; }

    /// <summary>The records as they come, many at a time; a batch and its bytes are good until the next one is asked for.</summary>
    /// <param name="cancellationToken">Ends the wait for more with <see cref="OperationCanceledException"/>.</param>
    IAsyncEnumerable<ReadOnlyMemory<AlertRecord>> ReadBatchesAsync(CancellationToken cancellationToken = default);
}
