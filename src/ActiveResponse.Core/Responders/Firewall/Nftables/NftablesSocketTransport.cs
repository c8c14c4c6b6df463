using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Elements over a socket that stays open, sets and chains by the nft program; all by nft as long as the socket is refused.</summary>
/// <param name="table">Our table.</param>
/// <param name="program">The way by nft.</param>
/// <param name="open">Opens a socket in the network namespace that nft sees.</param>
/// <param name="clock">What "now" is.</param>
internal sealed class NftablesSocketTransport(string table, INftablesTransport program, NetlinkOpener open, TimeProvider clock) : INftablesTransport
{
    private readonly Lock _gate = new();
    private ElementSocket? _socket;
    private string? _refusal;

    public async ValueTask<NftablesRun> RunAsync(NftablesTransaction transaction, CancellationToken cancellationToken)
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
            return NftablesRun.Done();
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
        var socket = withElements ? Socket() : null;
        if (socket is null)
        {
            return await program.ListAsync(withElements, cancellationToken).ConfigureAwait(false);
        }

        var listing = await program.ListAsync(withElements: false, cancellationToken).ConfigureAwait(false);
        if (listing is not { IsOurs: true })
        {
            return listing;
        }

        try
        {
            foreach (var set in listing.Sets.ToList())
            {
                listing.Put(set, socket.List(set, cancellationToken));
            }

            return listing;
        }
        catch (NetlinkException e)
        {
            GiveUp(socket, e.Message);
            return await program.ListAsync(withElements: true, cancellationToken).ConfigureAwait(false);
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

        return Socket() is null ? $"Elements go by the nft program, for a netlink socket is refused: {_refusal}" : "Elements go over a netlink socket.";
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

    private ElementSocket? Socket()
    {
        lock (_gate)
        {
            if (_socket is null && _refusal is null)
            {
                if (open(out var error) is { } opened)
                {
                    _socket = new ElementSocket(opened, table, clock);
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
