using System.Runtime.CompilerServices;

namespace ActiveResponse.Alerts;

/// <summary>Extensions of <see cref="IAlertSource"/>.</summary>
public static class AlertSourceExtensions
{
    /// <summary>Reads records one by one; a record's bytes are valid until the next one is requested.</summary>
    /// <param name="source">The source.</param>
    /// <param name="cancellationToken">Ends the wait for more with <see cref="OperationCanceledException"/>.</param>
    public static async IAsyncEnumerable<AlertRecord> ReadAsync(
        this IAlertSource source,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach (var batch in source.ReadBatchesAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < batch.Length; i++)
            {
                yield return batch.Span[i];
            }
        }
    }
}
