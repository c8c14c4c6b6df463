using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <summary>An issuer's ledger of a fleet's orders by subject. The ledger is authoritative; the stream is a copy.</summary>
/// <remarks>Orders are written before they are published: a server that was down or lost its store gets all orders in force.</remarks>
internal sealed partial class OrderLedger(string fleet, MessageSigner signer, LedgerFile file, TimeProvider clock)
{
    private readonly FleetSubjects _subjects = new(fleet);
    private readonly Dictionary<string, LedgerEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LedgerEntry>> _byKey = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _pass;

    /// <summary>The highest sequence number the server has assigned: a stream that ends below it was restored from an older copy.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Restores the ledger of an earlier run.</summary>
    public void Load()
    {
        lock (_gate)
        {
            foreach (var (subject, line) in file.Load())
            {
                var entry = EntryOf(subject);
                (entry.Wanted, entry.KnownUntil) = (line.Message, line.KnownUntil);
            }

            Highest = file.Highest;
        }
    }

    /// <summary>Lists the messages in force, including those still to be published, with their sequence numbers.</summary>
    public IReadOnlyList<(SignedMessage Message, ulong Sequence)> List()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            return
            [
                .. _entries
                    .Values.Where(entry => entry.Latest?.Content.HasExpired(now) == false)
                    .Select(static entry => (entry.Latest!, entry.Wanted is null ? entry.Sequence : 0)),
            ];
        }
    }

    /// <summary>Finds the message in force on a subject, with its sequence number; null if there is none.</summary>
    public (SignedMessage Message, ulong Sequence)? Find(string subject)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(subject) is not { Latest: { } latest } entry || latest.Content.HasExpired(clock.GetUtcNow()))
            {
                return null;
            }

            return (latest, entry.Wanted is null ? entry.Sequence : 0);
        }
    }

    /// <summary>Orders an effect. An existing order that lasts at least as long stays as it is.</summary>
    /// <param name="target">The agents it is for.</param>
    /// <param name="order">The order.</param>
    /// <param name="end">When the effect ends; null for until lifted.</param>
    /// <param name="expires">When the message can be removed; null for never.</param>
    /// <param name="isCanary">Whether this tries an order for all agents.</param>
    /// <returns>The order's entry.</returns>
    public LedgerEntry Order(FleetTarget target, ResponseOrder order, DateTimeOffset? end, DateTimeOffset? expires, bool isCanary = false)
    {
        var message = new FleetMessage
        {
            Fleet = fleet,
            Target = target,
            Key = EffectKey.Of(order),
            Verb = MessageVerb.Apply,
            Issued = Now,
            End = end,
            Expires = expires,
            IsCanary = isCanary,
            Order = order,
        };
        var subject = _subjects.OrderFor(target, message.Key);
        lock (_gate)
        {
            if (IsSettled(EntryOf(subject).Latest?.Content, message))
            {
                return EntryOf(subject);
            }
        }

        // Signing takes longer than all else: orders that are given at the same time must not wait for one another.
        var signed = signer.Sign(message);
        lock (_gate)
        {
            var entry = EntryOf(subject);
            if (!IsSettled(entry.Latest?.Content, message))
            {
                Want(entry, LatestIssue(entry) >= message.Issued ? signer.Sign(message with { Issued = IssueTime(entry) }) : signed);
            }

            return entry;
        }
    }

    /// <summary>Lifts the order on a subject; null if there is none to lift.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="note">Why somebody lifts it by hand, and who; null if nobody does.</param>
    public LedgerEntry? Lift(string subject, OrderNote? note = null)
    {
        lock (_gate)
        {
            if (
                !_entries.TryGetValue(subject, out var entry)
                || entry.Latest?.Content is not { Verb: MessageVerb.Apply } applied
                || applied.HasExpired(clock.GetUtcNow())
            )
            {
                return null;
            }

            Want(
                entry,
                applied with
                {
                    Verb = MessageVerb.Lift,
                    Issued = IssueTime(entry),
                    IsCanary = false,
                    Order = applied.Order! with { Origin = applied.Order.Origin.With(note) },
                }
            );
            return entry;
        }
    }

    /// <summary>Lifts an effect whether or not an order is known: an agent may hold it from a stream that was lost.</summary>
    public LedgerEntry LiftUnknown(FleetTarget target, ResponseOrder order, DateTimeOffset expires)
    {
        var key = EffectKey.Of(order);
        lock (_gate)
        {
            var entry = EntryOf(_subjects.OrderFor(target, key));
            var end = entry.Latest is { Content: var latest } ? Later(latest.Expires, expires) : expires;
            Want(
                entry,
                new FleetMessage
                {
                    Fleet = fleet,
                    Target = target,
                    Key = key,
                    Verb = MessageVerb.Lift,
                    Issued = IssueTime(entry),
                    End = end,
                    Expires = end,
                    Order = order,
                }
            );
            return entry;
        }
    }

    /// <summary>Compacts the file if it has grown long, and records the stream's highest sequence number.</summary>
    public void Tidy()
    {
        lock (_gate)
        {
            file.Tidy(
                Highest,
                _entries
                    .Values.Where(static entry => entry.Latest is not null)
                    .Select(static entry => (entry.Subject, new LedgerLine(entry.Latest!, KnownUntil(entry))))
            );
        }
    }

    /// <summary>Returns the subjects with a message to publish.</summary>
    public IReadOnlyList<string> Unpublished()
    {
        lock (_gate)
        {
            return [.. _entries.Values.Where(static entry => entry.Wanted is not null).Select(static entry => entry.Subject)];
        }
    }

    /// <summary>Returns the subjects whose message in the stream has expired, with its sequence number.</summary>
    public IReadOnlyList<(string Subject, ulong Sequence)> Expired()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            return
            [
                .. _entries
                    .Values.Where(entry => entry.Latest is null || entry.Latest.Content.HasExpired(now))
                    .Select(static entry => (entry.Subject, entry.Sequence)),
            ];
        }
    }

    /// <summary>Forgets a subject if it has no newer message.</summary>
    public void Forget(string subject, ulong sequence)
    {
        lock (_gate)
        {
            if (
                _entries.TryGetValue(subject, out var entry)
                && entry.Sequence == sequence
                && (entry.Latest is null || entry.Latest.Content.HasExpired(clock.GetUtcNow()))
            )
            {
                _entries.Remove(subject);
                RemoveFromKey(entry);
            }
        }
    }

    /// <summary>Completes with the sequence number once the stream has the entry's current message.</summary>
    public Task<ulong> WhenPublished(LedgerEntry entry)
    {
        lock (_gate)
        {
            return entry.Wanted is null ? Task.FromResult(entry.Sequence) : Pending(entry).Task;
        }
    }

    private void Reached(ulong sequence) => Highest = Math.Max(Highest, sequence);

    private void Want(LedgerEntry entry, FleetMessage content) => Want(entry, signer.Sign(content));

    private void Want(LedgerEntry entry, SignedMessage message)
    {
        entry.KnownUntil = entry.Wanted?.Content switch
        {
            null => entry.Held?.Content.Issued,

            // What has come since the order that this replaces counts for this one, too.
            { Verb: MessageVerb.Apply } => entry.KnownUntil,

            // A lift lifts what came before it.
            var lift => lift.Issued,
        };
        entry.IsFresh = true;
        Write(entry, message);
    }

    private static void WantAgain(LedgerEntry entry, SignedMessage message)
    {
        if (entry.Wanted is null)
        {
            (entry.Wanted, entry.KnownUntil, entry.IsFresh) = (message, message.Content.Issued, false);
        }
    }

    private void Write(LedgerEntry entry, SignedMessage wanted)
    {
        entry.Wanted = wanted;
        file.Write(entry.Subject, new LedgerLine(wanted, entry.KnownUntil));
    }

    private static TaskCompletionSource<ulong> Pending(LedgerEntry entry) =>
        entry.Published is { Task.IsCompleted: false } pending
            ? pending
            : entry.Published = new TaskCompletionSource<ulong>(TaskCreationOptions.RunContinuationsAsynchronously);

    private LedgerEntry EntryOf(string subject)
    {
        if (!_entries.TryGetValue(subject, out var entry))
        {
            _entries.Add(subject, entry = new LedgerEntry(subject));
            var key = KeyOf(subject);
            if (!_byKey.TryGetValue(key, out var list))
            {
                _byKey.Add(key, list = new List<LedgerEntry>(1));
            }

            list.Add(entry);
            if (RuleKey.IsRule(subject))
            {
                _ruleEntries.Add(entry);
            }
        }

        return entry;
    }

    private void RemoveFromKey(LedgerEntry entry)
    {
        var key = KeyOf(entry.Subject);
        _ruleEntries.Remove(entry);
        if (_byKey.TryGetValue(key, out var list) && list.Remove(entry) && list.Count == 0)
        {
            _byKey.Remove(key);
        }
    }

    private static string KeyOf(string subject) => subject[(subject.LastIndexOf('.') + 1)..];

    // Later than the message in force, even if another issuer's clock is ahead.
    private DateTimeOffset IssueTime(LedgerEntry entry)
    {
        var (latest, now) = (LatestIssue(entry), Now);
        return latest >= now ? latest.Value.AddMilliseconds(1) : now;
    }

    private static DateTimeOffset? LatestIssue(LedgerEntry entry) =>
        new[] { entry.Held, entry.Wanted }.Max(static message => message?.Content.Issued);

    // Messages have whole milliseconds.
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset other) => one is null || one > other ? one : other;
}
