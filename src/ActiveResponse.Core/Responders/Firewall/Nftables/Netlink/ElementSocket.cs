using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Changes and lists the elements of our sets, and reads our table, over an open netlink socket. Thread-safe.</summary>
internal sealed class ElementSocket(INetlinkSocket socket, string table, TimeProvider clock) : IDisposable
{
    // The oldest kernels need an add, a delete and an add.
    private const int LargestChange = (2 * ElementFormat.LargestBareElement) + ElementFormat.LargestElement + 16;
    private const int FrameLength = 4096;

    // Takes 0.15 s, in which the kernel accepts no other change.
    private const int MostAtOnce = 200_000;
    private const int MostListings = 10;

    // The time between a change and its check.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly NetlinkWriter _writer = new();
    private readonly NetlinkInbox _inbox = new(socket);
    private uint _sequence;
    private bool? _destroys;

    /// <summary>Checks whether the kernel answers this process.</summary>
    /// <returns>0, or an errno.</returns>
    public int Greet()
    {
        lock (_gate)
        {
            try
            {
                _writer.Clear();
                var sequence = ++_sequence;
                _writer.End(
                    _writer.Begin(
                        NetlinkFormat.GetGeneration,
                        NetlinkFormat.Request | NetlinkFormat.Acknowledge,
                        sequence,
                        NetlinkFormat.AnyFamily,
                        0
                    )
                );
                var error = socket.Send(_writer.Bytes);
                if (error != 0)
                {
                    return error;
                }

                return _inbox.Read(sequence, sequence) is { IsConfirmed: true } ? 0 : NetlinkErrors.NotSupported;
            }
            catch (NetlinkException)
            {
                return NetlinkErrors.NotSupported;
            }
        }
    }

    /// <summary>Makes changes, in as few transactions as the socket takes.</summary>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public FirewallAttempt Change(IReadOnlyList<FirewallChange> changes, bool updatesTimeouts, CancellationToken cancellationToken)
    {
        var most = Math.Clamp((socket.LargestMessage - FrameLength) / LargestChange, 1, MostAtOnce);
        lock (_gate)
        {
            for (var start = 0; start < changes.Count; start += most)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var run = ChangeAtOnce(new ReadOnlyChanges(changes, start, Math.Min(most, changes.Count - start)), updatesTimeouts);
                if (!run.IsSuccess)
                {
                    return run;
                }
            }

            return FirewallAttempt.Done();
        }
    }

    /// <summary>The elements of a set and their remaining time; none if the set doesn't exist.</summary>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    /// <exception cref="FirewallException">Other programs change it faster than it can be read.</exception>
    public List<(AddressPrefix Address, TimeSpan? Left)> List(NftablesSet set, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var elements = new List<(AddressPrefix, TimeSpan?)>();
            return Untorn(() => ListOnce(set, elements), elements.Clear, cancellationToken) switch
            {
                0 => elements,
                NetlinkErrors.Missing => [],
                NetlinkErrors.Interrupted => throw new FirewallException(
                    $"the set {set.Name} can't be listed: other programs change it faster than it can be read."
                ),
                var error => throw new FirewallException($"the set {set.Name} can't be listed: {NetlinkErrors.Explain(error)}"),
            };
        }
    }

    /// <summary>Reads our table without the elements of its sets; null if it doesn't exist. Takes the same time however many elements it
    /// has.</summary>
    /// <returns>False if this socket can't read it.</returns>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public bool TryReadTable(CancellationToken cancellationToken, out NftablesListing? listing)
    {
        lock (_gate)
        {
            var found = new NftablesListing();
            var error = Untorn(() => ReadTableOnce(found), () => found = new NftablesListing(), cancellationToken);
            listing = error == 0 ? found : null;
            return error is 0 or NetlinkErrors.Missing;
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Reads a list, again if something changed meanwhile; <see cref="NetlinkErrors.Interrupted"/> if that goes on.</summary>
    private static int Untorn(Func<int> read, Action again, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostListings; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var error = read();
            if (error is not (NetlinkErrors.Interrupted or NetlinkErrors.WouldBlock))
            {
                return error;
            }

            again();
        }

        return NetlinkErrors.Interrupted;
    }

    private FirewallAttempt ChangeAtOnce(ReadOnlyChanges changes, bool updatesTimeouts)
    {
        while (true)
        {
            var batch = new ElementBatch(_writer, table, ++_sequence, clock.GetUtcNow());
            var first = _sequence;
            _writer.Clear();
            batch.Write(changes, updatesTimeouts, _destroys != false);
            _sequence = batch.Last + 1;
            var reply = Ask(first, batch.Last);
            if (reply is { Error: NetlinkErrors.Invalid } && _destroys is null && batch.Destroys(reply.Sequence))
            {
                // Linux before 6.3 doesn't know the message.
                _destroys = false;
                continue;
            }

            if (reply.Error == 0 && reply.IsConfirmed && batch.Destroys(first + 1))
            {
                _destroys = true;
            }

            return reply switch
            {
                { Error: 0, IsConfirmed: true } => FirewallAttempt.Done(),
                { Error: 0 } => Compare(changes),
                _ => Judge(reply.Error, batch.SetOf(reply.Sequence)),
            };
        }
    }

    private NetlinkReply Ask(uint first, uint last)
    {
        var error = socket.Send(_writer.Bytes);
        if (error is not (0 or NetlinkErrors.NoRoom))
        {
            _inbox.Clear();
            return NetlinkErrors.IsPassing(error) || error == NetlinkErrors.TooLong
                ? new NetlinkReply(error, first, IsConfirmed: false)
                : throw new NetlinkException(error);
        }

        return _inbox.Read(first, last);
    }

    private static FirewallAttempt Judge(int error, NftablesSet? set)
    {
        var text = set is { } one
            ? $"the kernel refuses a change of the set {one.Name}: {NetlinkErrors.Explain(error)}"
            : $"the kernel refuses the change: {NetlinkErrors.Explain(error)}";
        return error switch
        {
            NetlinkErrors.Missing => FirewallAttempt.Gone(text),
            NetlinkErrors.NotPermitted or NetlinkErrors.NotSupported => FirewallAttempt.Failed(NetlinkErrors.Explain(error)),
            _ when NetlinkErrors.IsPassing(error) => FirewallAttempt.Busy(text),
            _ => FirewallAttempt.Refused(text),
        };
    }

    /// <summary>Compares the sets with the changes, as the kernel's reply was lost.</summary>
    private FirewallAttempt Compare(ReadOnlyChanges changes)
    {
        foreach (var set in changes.Sets())
        {
            var elements = new List<(AddressPrefix Address, TimeSpan? Left)>();
            if (ListOnce(set, elements) != 0)
            {
                return FirewallAttempt.Busy($"the kernel's reply was lost, and the set {set.Name} can't be listed.");
            }

            var there = elements.ToDictionary(static element => element.Address, static element => element.Left);
            for (var i = 0; i < changes.Count; i++)
            {
                if (NftablesSet.Of(changes[i].Address) == set && !IsDone(changes[i], there))
                {
                    return FirewallAttempt.Busy("the kernel's reply was lost, and not all changes were made.");
                }
            }
        }

        return FirewallAttempt.Done();
    }

    private bool IsDone(FirewallChange change, Dictionary<AddressPrefix, TimeSpan?> there)
    {
        var isThere = there.TryGetValue(change.Address, out var left);
        return isThere == change.Blocks && (!isThere || left is null || left + Slack >= change.Entry.Until - clock.GetUtcNow());
    }

    private int ListOnce(NftablesSet set, List<(AddressPrefix Address, TimeSpan? Left)> into) =>
        Dump(
            NetlinkFormat.GetElement,
            set.Name,
            (type, payload) =>
            {
                if (type == NetlinkFormat.NewElement)
                {
                    ElementFormat.Read(payload, set, into);
                }
            }
        );

    private int ReadTableOnce(NftablesListing into)
    {
        var format = new TableFormat(table, into);

        // The first of them reports a missing table.
        var error = Dump(NetlinkFormat.GetSet, null, format.Read);
        error = error != 0 ? error : Dump(NetlinkFormat.GetTable, null, format.Read);
        error = error != 0 ? error : Dump(NetlinkFormat.GetChain, null, format.Read);
        return error != 0 ? error : Dump(NetlinkFormat.GetRule, null, format.Read);
    }

    private int Dump(ushort type, string? set, TakeMessage take)
    {
        _inbox.Clear();
        _writer.Clear();
        var sequence = ++_sequence;
        var start = _writer.Begin(type, NetlinkFormat.Request | NetlinkFormat.Dump, sequence, NetlinkFormat.InetFamily, 0);
        _writer.Add(NetlinkFormat.Table, table);
        if (set is not null)
        {
            _writer.Add(NetlinkFormat.ListSet, set);
        }

        _writer.End(start);
        var error = socket.Send(_writer.Bytes);
        if (error == 0)
        {
            return _inbox.ReadList(sequence, take);
        }

        return NetlinkErrors.IsPassing(error) ? NetlinkErrors.Interrupted : throw new NetlinkException(error);
    }
}
