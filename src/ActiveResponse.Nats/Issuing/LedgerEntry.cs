using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats.Issuing;

/// <summary>What holds on one subject: what the stream has, and what is still to be published.</summary>
internal sealed class LedgerEntry(string subject)
{
    public string Subject => subject;

    /// <summary>The message the stream has; null for none.</summary>
    public SignedMessage? Held { get; set; }

    /// <summary>The number of that message in the stream; 0 for none.</summary>
    public ulong Sequence { get; set; }

    /// <summary>The reading of the stream in which it was seen last.</summary>
    public int Pass { get; set; }

    /// <summary>What is to be published; null when the stream has all.</summary>
    public SignedMessage? Wanted { get; set; }

    /// <summary>Whether it was wanted in this run; what was left by an earlier one gives way to what others have lifted since.</summary>
    public bool IsFresh { get; set; }

    /// <summary>Completes once what is wanted is in the stream, or something that covers it is.</summary>
    public TaskCompletionSource<ulong>? Published { get; set; }

    /// <summary>What holds, or will once it is published.</summary>
    public SignedMessage? Latest => Wanted ?? Held;
}
