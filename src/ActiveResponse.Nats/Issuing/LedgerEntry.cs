using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats.Issuing;

/// <summary>The ledger's entry for a subject: the message the stream has, and the one to publish.</summary>
internal sealed class LedgerEntry(string subject)
{
    public string Subject => subject;

    /// <summary>The message in the stream; null for none.</summary>
    public SignedMessage? Held { get; set; }

    /// <summary>The sequence number of that message; 0 for none.</summary>
    public ulong Sequence { get; set; }

    /// <summary>The pass over the stream that last saw it.</summary>
    public int Pass { get; set; }

    /// <summary>The message to publish; null if the stream is up to date.</summary>
    public SignedMessage? Wanted { get; set; }

    /// <summary>Whether the message to publish is from this run. One of an earlier run yields to later lifts by other issuers.</summary>
    public bool IsFresh { get; set; }

    /// <summary>When the newest message was issued that was known when <see cref="Wanted"/> was decided; null for none.</summary>
    /// <remarks>A later one in the stream was issued meanwhile and counts. An earlier one was put back by somebody and doesn't.</remarks>
    public DateTimeOffset? KnownUntil { get; set; }

    /// <summary>Completes with its number once the stream has the message to publish, or one that covers it; with 0 if it has ended
    /// before.</summary>
    public TaskCompletionSource<ulong>? Published { get; set; }

    /// <summary>The message in force, or the one that will be once it is published.</summary>
    public SignedMessage? Latest => Wanted ?? Held;
}
