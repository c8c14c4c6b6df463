namespace ActiveResponse.Ossec.Execd;

/// <summary>Where messages come from.</summary>
internal interface IExecdQueue
{
    /// <summary>The next message, as many bytes as were sent.</summary>
    ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken);
}
