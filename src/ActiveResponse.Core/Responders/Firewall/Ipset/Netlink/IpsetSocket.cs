using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Ipset.Netlink;

/// <summary>Changes and lists sets over an open netlink socket. Thread-safe.</summary>
internal sealed class IpsetSocket(INetlinkSocket socket, TimeProvider clock) : IDisposable
{
    // Refusals of all of them fit the socket's buffer of 32 MB.
    private const int MostAtOnce = 4096;
    private const int MostListings = 10;

    private readonly Lock _gate = new();
    private readonly NetlinkWriter _writer = new();
    private readonly NetlinkInbox _inbox = new(socket);
    private uint _sequence;
    private bool _isClosed;

    // Odd while one is in progress.
    private long _changes;

    private long Changes => Interlocked.Read(ref _changes);

    /// <summary>Checks whether the kernel has sets and answers this process.</summary>
    /// <returns>0, or an errno.</returns>
    public int Greet()
    {
        lock (_gate)
        {
            try
            {
                Span<int> errors = [0];
                _writer.Clear();
                IpsetMessages.AskProtocol(_writer, ++_sequence);
                var error = socket.Send(_writer.Bytes);
                if (error == 0 && !_inbox.TryReadEach(_sequence, errors))
                {
                    return NetlinkErrors.NotSupported;
                }

                return error == 0 ? errors[0] : error;
            }
            catch (NetlinkException)
            {
                return NetlinkErrors.NotSupported;
            }
        }
    }

    /// <summary>Changes elements of a set, each for itself.</summary>
    /// <returns>An errno for each, 0 for those that were made and <see cref="NetlinkErrors.NoRoom"/> where the reply was lost; null if
    /// the set doesn't exist.</returns>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    public int[]? Change(string set, IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        var most = Math.Clamp(socket.LargestMessage / IpsetMessages.LargestChange, 1, MostAtOnce);
        var errors = new int[changes.Count];
        lock (_gate)
        {
            for (var start = 0; start < errors.Length; start += most)
            {
                RequireOpen();
                cancellationToken.ThrowIfCancellationRequested();
                var part = errors.AsSpan(start, Math.Min(most, errors.Length - start));
                ChangeSome(set, changes, start, part);
                if (part.Contains(NetlinkErrors.Missing))
                {
                    return null;
                }
            }
        }

        return errors;
    }

    /// <summary>Lists a set; null if it doesn't exist.</summary>
    /// <param name="set">The set.</param>
    /// <param name="isIPv6">Its family.</param>
    /// <param name="changing">The socket that may change sets meanwhile; not this one, so that changes needn't wait.</param>
    /// <param name="cancellationToken">Cancels further attempts.</param>
    /// <exception cref="NetlinkException">The socket fails.</exception>
    /// <exception cref="FirewallException">The set can't be read.</exception>
    /// <remarks>The kernel keeps the table that it has begun to list until the end, also if the set grows meanwhile, and elements keep
    /// their place in it: a change hides no other element.</remarks>
    public IpsetListing? List(string set, bool isIPv6, IpsetSocket changing, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            for (var attempt = 1; attempt < MostListings; attempt++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var before = changing.Changes;
                if (TryList(set, isIPv6, out var listing) && !MayBeTorn(listing, before, changing))
                {
                    return listing;
                }
            }

            lock (changing._gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return TryList(set, isIPv6, out var listing)
                    ? listing
                    : throw new FirewallException($"the set {set} can't be listed: parts of the list are lost again and again.");
            }
        }
    }

    /// <summary>Closes the socket once nobody is using it; later calls fail as with a broken one.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            socket.Dispose();
        }
    }

    private void RequireOpen()
    {
        if (_isClosed)
        {
            throw new NetlinkException(NetlinkErrors.Closed);
        }
    }

    // An element that is blocked anew has no comment for a moment, and so looks like another's.
    private static bool MayBeTorn(IpsetListing? listing, long before, IpsetSocket changing) =>
        listing is { HasOthers: true } && (long.IsOddInteger(before) || changing.Changes != before);

    /// <returns>False if parts were lost.</returns>
    private bool TryList(string set, bool isIPv6, out IpsetListing? listing)
    {
        var read = new IpsetListing();
        var error = ListOnce(set, isIPv6, read);
        listing = error == 0 ? read : null;
        return error switch
        {
            0 or NetlinkErrors.Missing => true,
            NetlinkErrors.Interrupted or NetlinkErrors.WouldBlock => false,
            _ => throw new FirewallException($"the set {set} can't be listed: {NetlinkErrors.Explain(error)}"),
        };
    }

    // Changes may be made twice, so those whose reply was lost are sent again, in smaller parts.
    private void ChangeSome(string set, IReadOnlyList<FirewallChange> changes, int start, Span<int> errors)
    {
        if (TrySend(set, changes, start, errors))
        {
            return;
        }

        if (errors.Length == 1)
        {
            errors[0] = NetlinkErrors.NoRoom;
            return;
        }

        var half = errors.Length / 2;
        ChangeSome(set, changes, start, errors[..half]);
        ChangeSome(set, changes, start + half, errors[half..]);
    }

    private bool TrySend(string set, IReadOnlyList<FirewallChange> changes, int start, Span<int> errors)
    {
        var (first, now, last) = (_sequence + 1, clock.GetUtcNow(), 0);
        _inbox.Clear();
        _writer.Clear();
        for (var i = 0; i < errors.Length; i++)
        {
            last = IpsetMessages.Change(_writer, ++_sequence, set, changes[start + i], now);
        }

        _writer.AskAcknowledgement(last);
        Interlocked.Increment(ref _changes);
        var error = socket.Send(_writer.Bytes);
        Interlocked.Increment(ref _changes);
        if (error == 0)
        {
            return _inbox.TryReadEach(first, errors);
        }

        return NetlinkErrors.IsPassing(error) || error == NetlinkErrors.TooLong ? false : throw new NetlinkException(error);
    }

    private int ListOnce(string set, bool isIPv6, IpsetListing listing)
    {
        var reader = new IpsetReader(isIPv6, listing);
        _inbox.Clear();
        _writer.Clear();
        IpsetMessages.AskList(_writer, ++_sequence, set, isIPv6);
        var error = socket.Send(_writer.Bytes);
        if (error == 0)
        {
            return _inbox.ReadList(
                _sequence,
                (type, payload) =>
                {
                    if (type == IpsetFormat.GetList)
                    {
                        reader.Read(payload);
                    }
                }
            );
        }

        return NetlinkErrors.IsPassing(error) ? NetlinkErrors.Interrupted : throw new NetlinkException(error);
    }
}
