using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Changes elements and reads the table over a socket that stays open; the nft program creates sets and chains, and does
/// everything while the socket is refused.</summary>
/// <param name="options">The table and its hooks.</param>
/// <param name="program">The transport by nft.</param>
/// <param name="open">Opens a socket in nft's network namespace.</param>
/// <param name="clock">The current time.</param>
internal sealed class NftablesSocketTransport(NftablesOptions options, INftablesTransport program, NetlinkOpener open, TimeProvider clock)
    : INftablesTransport
{
    private readonly Lock _gate = new();
    private ElementSocket? _socket;
    private string? _refusal;

    public async ValueTask<FirewallAttempt> RunAsync(NftablesTransaction transaction, CancellationToken cancellationToken)
    {
        if (Socket() is not { } socket)
        {
            return await program.RunAsync(transaction, cancellationToken).ConfigureAwait(false);
        }

        if (transaction.Sets.Count > 0)
        {
            var made = await program.RunAsync(transaction with { Changes = [] }, cancellationToken).ConfigureAwait(false);
            if (!made.IsSuccess)
            {
                return made;
            }
        }

        if (transaction.Changes.Count == 0)
        {
            return FirewallAttempt.Done();
        }

        try
        {
            return socket.Change(transaction.Changes, transaction.UpdatesTimeouts, cancellationToken);
        }
        catch (NetlinkException e)
        {
            GiveUp(socket, e.Message);
            return await program.RunAsync(transaction with { Sets = [] }, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<NftablesListing?> ListAsync(bool withElements, CancellationToken cancellationToken)
    {
        if (Socket() is not { } socket)
        {
            return await program.ListAsync(withElements, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // nft reads all elements of a table in any case: with a million of them that takes too long.
            var listing =
                socket.TryReadTable(cancellationToken, out var read) && (read is null || IsWhole(read))
                    ? read
                    : await program.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
            if (withElements && listing is { IsOurs: true })
            {
                foreach (var set in listing.Sets.ToList())
                {
                    listing.Put(set, socket.List(set, cancellationToken));
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
