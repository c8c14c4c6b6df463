namespace ActiveResponse.Ossec.Execd;

/// <summary>A queue that delivers the messages of analysisd or agentd. Read by one thread at a time.</summary>
public interface IExecdQueue
{
    /// <summary>Waits for the next message.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message, with all bytes as sent.</returns>
    ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken);
}
