using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats.Issuing;

/// <content>What the stream has, and what is still to be published.</content>
internal sealed partial class OrderLedger
{
    /// <summary>Records that the stream starts over.</summary>
    /// <param name="sequence">The sequence number of our first message in it.</param>
    public void Restart(ulong sequence)
    {
        lock (_gate)
        {
            Highest = sequence;
        }
    }

    /// <summary>Starts a pass over the whole stream.</summary>
    public void BeginPass()
    {
        lock (_gate)
        {
            _pass++;
        }
    }

    /// <summary>A message that was checked before, or is of this issuer; null when it is another one, to the byte.</summary>
    public SignedMessage? Known(FoundMessage found)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(found.Subject, out var entry)
                ? new[] { entry.Wanted, entry.Held }.FirstOrDefault(message => message is not null && IsSame(message, found))
                : null;
        }
    }

    /// <summary>Records a message that the stream has.</summary>
    /// <returns>Whether the ledger has a newer one to publish again: somebody put an old message back.</returns>
    public bool Found(string subject, SignedMessage message, ulong sequence)
    {
        lock (_gate)
        {
            var entry = EntryOf(subject);
            var isFirst = entry.Pass != _pass;
            entry.Pass = _pass;
            Reached(sequence);
            if (sequence < entry.Sequence && !isFirst)
            {
                return false;
            }

            if (entry.Latest is { } latest && latest.Content.Issued > message.Content.Issued && latest.Signature != message.Signature)
            {
                WantAgain(entry, latest);
                (entry.Held, entry.Sequence) = (message, sequence);
                return true;
            }

            var isNew = entry.Held?.Signature != message.Signature;
            (entry.Held, entry.Sequence) = (message, sequence);
            if (entry.Wanted is { } wanted && wanted.Signature == message.Signature)
            {
                entry.Wanted = null;
                entry.Published?.TrySetResult(sequence);
            }
            else if (entry.Wanted is null && isNew)
            {
                file.Write(subject, new LedgerLine(message, message.Content.Issued));
            }

            return false;
        }
    }

    /// <summary>Corrects what the stream has on a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="message">The message; null if there is none, or none that agents would accept.</param>
    /// <param name="sequence">Its sequence number; 0 if there is none.</param>
    /// <returns>False if a later message was read in this pass: a server of a cluster may be behind, or the answer late.</returns>
    public bool Replaced(string subject, SignedMessage? message, ulong sequence)
    {
        lock (_gate)
        {
            var entry = EntryOf(subject);
            if (entry.Pass == _pass && sequence > 0 && sequence < entry.Sequence)
            {
                return false;
            }

            (entry.Held, entry.Sequence) = (message, sequence);
            return true;
        }
    }

    /// <summary>Records that a message that agents refuse has replaced the one in force on a subject.</summary>
    /// <returns>Whether the ledger has one to publish again.</returns>
    public bool Displaced(string subject, ulong sequence)
    {
        lock (_gate)
        {
            var entry = EntryOf(subject);
            if (sequence <= entry.Sequence)
            {
                return false;
            }

            if (entry.Held is { } held)
            {
                WantAgain(entry, held);
            }

            // If no message is in force there, this one is removed with the expired ones.
            (entry.Held, entry.Sequence, entry.Pass) = (null, sequence, _pass);
            return entry.Wanted is not null;
        }
    }

    /// <summary>Ends a pass over the whole stream: messages that have disappeared from it are published again.</summary>
    /// <returns>The number of messages in force that the stream lacks.</returns>
    public int EndPass()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var lost = 0;
            foreach (var entry in _entries.Values.Where(entry => entry.Held is not null && entry.Pass != _pass).ToList())
            {
                (var held, entry.Held, entry.Sequence) = (entry.Held, null, 0);
                if (!held!.Content.HasExpired(now))
                {
                    lost++;
                    WantAgain(entry, held);
                }
            }

            return lost;
        }
    }

    /// <summary>Returns the next message to publish on a subject, and the sequence number of its predecessor; null for none.</summary>
    public (SignedMessage Message, ulong After)? Next(string subject)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(subject, out var entry) || entry.Wanted is not { } wanted)
            {
                return null;
            }

            var isSettled = IsSettledByOthers(entry, wanted.Content);
            if (isSettled || wanted.Content.HasExpired(clock.GetUtcNow()))
            {
                entry.Wanted = null;
                if (isSettled)
                {
                    // The next run must not take ours for the later one.
                    file.Write(subject, new LedgerLine(entry.Held!, entry.Held!.Content.Issued));
                }

                entry.Published?.TrySetResult(isSettled ? entry.Sequence : 0);
                return null;
            }

            if (entry.Held is { } held && held.Content.Issued >= wanted.Content.Issued)
            {
                // Another issuer was first, and agents refuse a message older than the newest.
                Write(entry, signer.Sign(wanted.Content with { Issued = IssueTime(entry) }));
            }

            return (entry.Wanted!, entry.Sequence);
        }
    }

    private static bool IsSame(SignedMessage message, FoundMessage found) =>
        message.Signature == found.Signature && message.Issuer == found.Issuer && message.Body.AsSpan().SequenceEqual(found.Body);

    /// <summary>Records that the server has acknowledged a message.</summary>
    public void Acknowledged(string subject, SignedMessage message, ulong sequence)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(subject, out var entry))
            {
                return;
            }

            Reached(sequence);
            if (sequence > entry.Sequence)
            {
                (entry.Held, entry.Sequence, entry.Pass) = (message, sequence, _pass);
            }

            if (entry.Wanted?.Signature == message.Signature)
            {
                entry.Wanted = null;
                entry.Published?.TrySetResult(sequence);
            }
        }
    }
}
