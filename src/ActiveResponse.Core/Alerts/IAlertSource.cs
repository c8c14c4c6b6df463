namespace ActiveResponse.Alerts;

/// <summary>Source of alert records. Read it once, with one reader.</summary>
public interface IAlertSource
{
    /// <summary>Counts of what has been read so far; the consumer of the records adds its results.</summary>
    AlertStreamStatistics Statistics { get; }

    /// <summary>Reads records as they arrive, in batches; a batch and its bytes are valid until the next one is requested.</summary>
    /// <param name="cancellationToken">Ends the wait for more with <see cref="OperationCanceledException"/>.</param>
    IAsyncEnumerable<ReadOnlyMemory<AlertRecord>> ReadBatchesAsync(CancellationToken cancellationToken = default);
}
