using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Creates, changes and reads our table over a socket that stays open; the nft program does what the kernel refuses there, and
/// everything while the socket is refused.</summary>
/// <param name="options">The table and its hooks.</param>
/// <param name="program">The transport by nft.</param>
/// <param name="open">Opens a socket in nft's network namespace.</param>
/// <param name="clock">The current time.</param>
internal sealed class NftablesSocketTransport(NftablesOptions options, INftablesTransport program, NetlinkOpener open, TimeProvider clock)
    : INftablesTransport
{
    // Many are better off with the socket: nft needs a line of text for each.
    private const int MostWithSets = 100;

    private readonly Lock _gate = new();
    private readonly ElementLists _lists = new(open, options.Table, clock);
    private ElementSocket? _socket;
    private string? _refusal;

    /// <summary>Whether the kernel refuses the socket, so that the program does everything.</summary>
    public bool IsRefused
    {
        get
        {
            lock (_gate)
            {
                return _refusal is not null;
            }
        }
    }

    public async ValueTask<FirewallAttempt> RunAsync(NftablesTransaction transaction, CancellationToken cancellationToken)
    {
        if (Socket() is not { } socket)
        {
            return await program.RunAsync(transaction, cancellationToken).ConfigureAwait(false);
        }

        if (transaction.Sets.Count == 0)
        {
            return await ChangeAsync(socket, transaction, 0, cancellationToken).ConfigureAwait(false);
        }

        if (await ArmAsync(socket, transaction, commits: true, cancellationToken).ConfigureAwait(false) is not { } made)
        {
            return await RunByProgramAsync(transaction, cancellationToken).ConfigureAwait(false);
        }

        // Nobody waits for a turn with nothing to do.
        return made == transaction.Changes.Count
            ? FirewallAttempt.Done()
            : await ChangeAsync(socket, transaction, made, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has nft create the sets, and make a few changes too.</summary>
    private async ValueTask<FirewallAttempt> RunByProgramAsync(NftablesTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction.Changes.Count <= MostWithSets || Socket() is not { } socket)
        {
            // In one transaction: between two, another process could delete the table, again and again.
            return await program.RunAsync(transaction, cancellationToken).ConfigureAwait(false);
        }

        var made = await program.RunAsync(transaction with { Changes = [] }, cancellationToken).ConfigureAwait(false);
        return made.IsSuccess ? await ChangeAsync(socket, transaction, 0, cancellationToken).ConfigureAwait(false) : made;
    }

    private async ValueTask<FirewallAttempt> ChangeAsync(
        ElementSocket socket,
        NftablesTransaction transaction,
        int from,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await socket
                .ChangeAsync(transaction.Changes, from, transaction.UpdatesTimeouts, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (NetlinkException e)
        {
            GiveUp(socket, e.Message);
            return await program.RunAsync(transaction with { Sets = [] }, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<bool> AcceptsAsync(IReadOnlyCollection<NftablesSet> sets, CancellationToken cancellationToken) =>
        Socket() is { } socket
        && await ArmAsync(socket, new NftablesTransaction(sets, [], UpdatesTimeouts: true), commits: false, cancellationToken)
            .ConfigureAwait(false)
            is not null;

    public async ValueTask<NftablesListing?> ListAsync(bool withElements, CancellationToken cancellationToken)
    {
        if (Socket() is not { } socket)
        {
            return await program.ListAsync(withElements, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // nft reads all elements of a table in any case: with a million of them that takes too long.
            var (isRead, table) = await socket.ReadTableAsync(cancellationToken).ConfigureAwait(false);
            var listing =
                isRead && (table is null || IsWhole(table))
                    ? table
                    : await program.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
            if (withElements && listing is { IsOurs: true })
            {
                foreach (var set in listing.Sets.ToList())
                {
                    listing.Put(set, await _lists.ListAsync(socket, set, cancellationToken).ConfigureAwait(false));
                }
            }

            return listing;
        }
        catch (NetlinkException e)
        {
            GiveUp(socket, e.Message);
            return await program.ListAsync(withElements, cancellationToken).ConfigureAwait(false);
        }
    }

    public string Describe()
    {
        lock (_gate)
        {
            if (_socket is null)
            {
                _refusal = null;
            }
        }

        return Socket() is null
            ? $"Elements go through the nft program, as a netlink socket is refused: {_refusal}"
            : "Elements go over a netlink socket.";
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _socket?.Dispose();
            _socket = null;
            _refusal = "it was closed.";
        }
    }

    // Whatever is wrong, nft tries it too, and explains it better than a number does.
    /// <returns>How many of the changes are made; null if the socket can't create the sets.</returns>
    private async ValueTask<int?> ArmAsync(
        ElementSocket socket,
        NftablesTransaction transaction,
        bool commits,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (error, made) = await socket.ArmAsync(options, transaction, commits, cancellationToken).ConfigureAwait(false);
            return error == 0 ? made : null;
        }
        catch (NetlinkException e)
        {
            GiveUp(socket, e.Message);
            return null;
        }
    }

    // Someone else, or another version of nft, made this; nft reads more than we do.
    private bool IsWhole(NftablesListing listing) => listing.Sets.Count > 0 && listing.IsInForce(NftablesScript.HooksOf(options));

    private ElementSocket? Socket()
    {
        lock (_gate)
        {
            if (_socket is null && _refusal is null)
            {
                if (open(out var error) is { } opened)
                {
                    _socket = new ElementSocket(opened, options.Table, clock);
                    error = _socket.Greet();
                }

                if (error != 0)
                {
                    _socket?.Dispose();
                    _socket = null;
                    _refusal = NetlinkErrors.Explain(error);
                }
            }

            return _socket;
        }
    }

    private void GiveUp(ElementSocket socket, string why)
    {
        lock (_gate)
        {
            if (_socket == socket)
            {
                _socket.Dispose();
                _socket = null;
                _refusal = why;
            }
        }
    }
}
