using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats.Issuing;

/// <content>What the stream has, and what it is to get.</content>
internal sealed partial class OrderLedger
{
    /// <summary>Takes note that the stream begins anew.</summary>
    /// <param name="sequence">The number of its first message of ours.</param>
    public void Restart(ulong sequence)
    {
        lock (_gate)
        {
            Highest = sequence;
        }
    }

    /// <summary>Begins to read the stream from its start.</summary>
    public void BeginPass()
    {
        lock (_gate)
        {
            _pass++;
        }
    }

    /// <summary>Takes note of a message that the stream has.</summary>
    /// <returns>Whether something newer holds there, which is to be published again: somebody has put an old message back.</returns>
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
                entry.Wanted ??= latest;
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
                file.Write(subject, message);
            }

            return false;
        }
    }

    /// <summary>Takes note of what the stream has on a subject in place of what was thought.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="message">The message; null when there is none, or none that agents would take.</param>
    /// <param name="sequence">Its number; 0 when there is none.</param>
    public void Replaced(string subject, SignedMessage? message, ulong sequence)
    {
        lock (_gate)
        {
            var entry = EntryOf(subject);
            (entry.Held, entry.Sequence) = (message, sequence);
        }
    }

    /// <summary>Takes note that something agents refuse has taken the place of what holds on a subject.</summary>
    /// <returns>Whether something holds there, which is to be published again.</returns>
    public bool Displaced(string subject, ulong sequence)
    {
        lock (_gate)
        {
            var entry = EntryOf(subject);
            if (sequence <= entry.Sequence)
            {
                return false;
            }

            // Where nothing holds it is removed with what has ended.
            entry.Wanted ??= entry.Held;
            (entry.Held, entry.Sequence, entry.Pass) = (null, sequence, _pass);
            return entry.Wanted is not null;
        }
    }

    /// <summary>Says that the stream was read whole: what it had and has no more is published again.</summary>
    /// <returns>How many of those that hold are missing in the stream.</returns>
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
                    entry.Wanted ??= held;
                }
            }

            return lost;
        }
    }

    /// <summary>What is to be published on a subject next, and the number of the message it follows there; null for nothing.</summary>
    public (SignedMessage Message, ulong After)? Next(string subject)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(subject, out var entry) || entry.Wanted is not { } wanted)
            {
                return null;
            }

            if (wanted.Content.HasExpired(clock.GetUtcNow()) || IsSettledByOthers(entry, wanted.Content))
            {
                entry.Wanted = null;
                entry.Published?.TrySetResult(entry.Sequence);
                return null;
            }

            if (entry.Held is { } held && held.Content.Issued >= wanted.Content.Issued)
            {
                // Another issuer was there first: what is older than the newest message would be refused.
                Want(entry, wanted.Content with { Issued = IssueTime(entry) }, entry.IsFresh);
            }

            return (entry.Wanted!, entry.Sequence);
        }
    }

    /// <summary>Takes note that the server has taken a message.</summary>
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
