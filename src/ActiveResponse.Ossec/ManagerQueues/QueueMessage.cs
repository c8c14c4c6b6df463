namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>One message for a manager's queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Bytes">The message, without the datagram's terminating NUL.</param>
public readonly record struct QueueMessage(ManagerQueue Queue, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The queue's file name: <c>execq</c> or <c>ar</c>.</summary>
    public string QueueName => Queue == ManagerQueue.Host ? "execq" : "ar";
}
