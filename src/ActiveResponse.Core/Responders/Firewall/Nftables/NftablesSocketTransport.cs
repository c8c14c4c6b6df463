using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Elements over a socket that stays open, and what is there; sets and chains are made by the nft program, which does all as long
/// as the socket is refused.</summary>
/// <param name="options">Which table, and the hooks that its chains are at.</param>
/// <param name="program">The way by nft.</param>
/// <param name="open">Opens a socket in the network namespace that nft sees.</param>
/// <param name="clock">What "now" is.</param>
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
            // nft reads all elements of a table, also to say what else is in it: with a million of them it takes longer than anybody waits.
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
            ? $"Elements go by the nft program, for a netlink socket is refused: {_refusal}"
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

    // What isn't as we make it, somebody else or another nft has made, and nft reads more than we do.
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
