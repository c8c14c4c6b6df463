using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>Changes and lists the elements of our sets, and reads our table, over an open netlink socket. Thread-safe.</summary>
/// <param name="socket">The socket.</param>
/// <param name="table">Our table.</param>
/// <param name="clock">The clock.</param>
internal sealed class ElementSocket(INetlinkSocket socket, string table, TimeProvider clock) : IDisposable
{
    // The oldest kernels need an add, a delete and an add.
    private const int LargestChange = (2 * ElementFormat.LargestBareElement) + ElementFormat.LargestElement + 16;
    private const int FrameLength = 4096;

    // Takes 0.15 s, in which the kernel accepts no other change.
    private const int MostAtOnce = 200_000;
    private const int MostTableReads = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // A list of very many elements takes seconds: whoever wants to block meanwhile waits for it without a thread.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly NetlinkWriter _writer = new();
    private readonly NetlinkInbox _inbox = new(socket);
    private uint _sequence;
    private bool? _destroys;

    private NetlinkQueries? _queries;
    private volatile bool _isClosed;

    private NetlinkQueries Queries => _queries ??= new NetlinkQueries(socket, _inbox, _writer, table, () => ++_sequence);

    private int MostPerMessage => Math.Clamp((socket.LargestMessage - FrameLength) / LargestChange, 1, MostAtOnce);

    /// <summary>Checks whether the kernel answers this process; before anything else.</summary>
    /// <returns>0, or an errno.</returns>
    public int Greet()
    {
        try
        {
            _writer.Clear();
            var sequence = ++_sequence;
            GenerationFormat.Ask(_writer, sequence, NetlinkFormat.Acknowledge);
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

    /// <summary>Creates our table, sets with their chains and rules, and elements, in one transaction.</summary>
    /// <param name="options">The table, its hooks and its rules.</param>
    /// <param name="transaction">The sets to create, or whose chains to recreate by the options; and the changes.</param>
    /// <param name="commits">Whether to make the changes; otherwise the kernel only checks them.</param>
    /// <param name="cancellationToken">Cancels the wait for others.</param>
    /// <returns>0, or an errno; and how many of the changes were made: the first ones, as many as the socket takes.</returns>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public async ValueTask<(int Error, int Made)> ArmAsync(
        NftablesOptions options,
        NftablesTransaction transaction,
        bool commits,
        CancellationToken cancellationToken
    )
    {
        var made = Math.Min(transaction.Changes.Count, MostPerMessage);
        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        var changes = new ReadOnlyChanges(transaction.Changes, 0, made);
        var reply = Arm(options, transaction, changes, commits, out var elements);
        if (reply is { Error: NetlinkErrors.Invalid } && _destroys is null && elements.Destroys(reply.Sequence))
        {
            // Linux before 6.3 doesn't know the message.
            _destroys = false;
            reply = Arm(options, transaction, changes, commits, out _);
        }

        return (reply.Error != 0 || reply.IsConfirmed ? reply.Error : NetlinkErrors.NoRoom, made);
    }

    /// <summary>Makes changes, in as few transactions as the socket takes.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="from">How many of them are made already.</param>
    /// <param name="updatesTimeouts">Whether the kernel updates the timeout of an existing element; otherwise it is deleted first.</param>
    /// <param name="cancellationToken">Cancels the rest.</param>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public async ValueTask<FirewallAttempt> ChangeAsync(
        IReadOnlyList<FirewallChange> changes,
        int from,
        bool updatesTimeouts,
        CancellationToken cancellationToken
    )
    {
        var most = MostPerMessage;
        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        for (var start = from; start < changes.Count; start += most)
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

    /// <summary>The elements of a set and their remaining time.</summary>
    /// <param name="set">The set.</param>
    /// <param name="attempts">How often to try while changes tear the list.</param>
    /// <param name="cancellationToken">Cancels the wait for others.</param>
    /// <returns>0 or an errno; the time of the last attempt; and the elements.</returns>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public async ValueTask<(int Error, TimeSpan Took, List<(AddressPrefix Address, TimeSpan? Left)> Elements)> ListAsync(
        NftablesSet set,
        int attempts,
        CancellationToken cancellationToken
    )
    {
        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        var elements = new List<(AddressPrefix, TimeSpan?)>();
        var begun = 0L;
        var error = Untorn(
            attempts,
            () =>
            {
                begun = clock.GetTimestamp();
                return Queries.List(set, elements);
            },
            elements.Clear,
            cancellationToken
        );
        return (error, clock.GetElapsedTime(begun), elements);
    }

    /// <summary>Reads our table without the elements of its sets. Takes the same time however many elements it has.</summary>
    /// <returns>Whether this socket can read it; and the table, or null if it doesn't exist.</returns>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public async ValueTask<(bool IsRead, NftablesListing? Table)> ReadTableAsync(CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        var found = new NftablesListing();
        var error = Untorn(MostTableReads, () => Queries.ReadTable(found), () => found = new NftablesListing(), cancellationToken);
        return (error is 0 or NetlinkErrors.Missing, error == 0 ? found : null);
    }

    public void Dispose()
    {
        _isClosed = true;

        // Not under somebody's hands, unless a list takes too long. Whoever waits for a turn finds it closed.
        _turn.Wait(LongestWait);
        socket.Dispose();
    }

    private async ValueTask<SocketTurn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var turn = new SocketTurn(_turn);
        if (_isClosed)
        {
            turn.Dispose();
            throw new NetlinkException(NetlinkErrors.Closed);
        }

        return turn;
    }

    /// <summary>Reads a list, again if something changed meanwhile; <see cref="NetlinkErrors.Interrupted"/> if that goes on.</summary>
    private static int Untorn(int attempts, Func<int> read, Action again, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < attempts; attempt++)
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

    private NetlinkReply Arm(
        NftablesOptions options,
        NftablesTransaction transaction,
        ReadOnlyChanges changes,
        bool commits,
        out ElementBatch elements
    )
    {
        _inbox.Clear();
        _writer.Clear();
        var first = ++_sequence;
        _writer.Frame(NetlinkFormat.BatchBegin, first);
        var sets = new TableBatch(_writer, options, first);
        sets.Write(NftablesSet.InOrder(transaction.Sets));
        elements = new ElementBatch(_writer, table, sets.Last, clock.GetUtcNow());
        elements.Write(changes, transaction.UpdatesTimeouts, _destroys != false);
        _sequence = elements.Last + 1;
        if (commits)
        {
            _writer.Frame(NetlinkFormat.BatchEnd, _sequence);
        }

        return Ask(first, elements.Last);
    }

    private FirewallAttempt ChangeAtOnce(ReadOnlyChanges changes, bool updatesTimeouts)
    {
        while (true)
        {
            var first = ++_sequence;
            var batch = new ElementBatch(_writer, table, first, clock.GetUtcNow());
            _writer.Clear();
            _writer.Frame(NetlinkFormat.BatchBegin, first);
            batch.Write(changes, updatesTimeouts, _destroys != false);
            _sequence = batch.Last + 1;
            _writer.Frame(NetlinkFormat.BatchEnd, _sequence);
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
                _ => ElementVerdict.Of(reply.Error, batch.SetOf(reply.Sequence)),
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

    /// <summary>Looks each address up, as the kernel's reply was lost.</summary>
    private FirewallAttempt Compare(ReadOnlyChanges changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            var (error, left) = Queries.Find(changes[i].Address);
            if (error is not (0 or NetlinkErrors.Missing))
            {
                return FirewallAttempt.Busy($"the kernel's reply was lost, and {changes[i].Address} can't be looked up.");
            }

            if (!ElementVerdict.IsDone(changes[i], isThere: error == 0, left, clock.GetUtcNow()))
            {
                return FirewallAttempt.Busy("the kernel's reply was lost, and not all changes were made.");
            }
        }

        return FirewallAttempt.Done();
    }
}
