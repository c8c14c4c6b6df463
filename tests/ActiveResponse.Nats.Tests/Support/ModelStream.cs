using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>The stream's message on one subject, as the server keeps it: the last one, by its number.</summary>
internal sealed class ModelStream
{
    private readonly List<Action<SignedMessage, ulong>> _readers = [];

    public SignedMessage? Held { get; private set; }

    public ulong Sequence { get; private set; }

    /// <summary>The number of messages that it has taken.</summary>
    public int Taken { get; private set; }

    public void Read(Action<SignedMessage, ulong> reader) => _readers.Add(reader);

    /// <summary>Takes a message if the one before it is the expected one.</summary>
    /// <returns>Its number; 0 if it isn't taken.</returns>
    public ulong Publish(SignedMessage message, ulong after)
    {
        if (after != Sequence)
        {
            return 0;
        }

        (Held, Sequence, Taken) = (message, Sequence + 1, Taken + 1);
        _readers.ForEach(reader => reader(message, Sequence));
        return Sequence;
    }
}
