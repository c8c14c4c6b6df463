using ActiveResponse.Responders.Firewall.Ipset.Netlink;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The socket for elements, which is opened with the first use and stays open; while it is refused, the ipset program changes and
/// lists them.</summary>
/// <param name="open">Opens a socket in ipset's network namespace; null for none.</param>
/// <param name="clock">The current time.</param>
internal sealed class IpsetLink(NetlinkOpener? open, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private IpsetSocket? _socket;
    private string? _refusal;

    /// <summary>The socket for changes, or null.</summary>
    public IpsetSocket? Socket
    {
        get
        {
            lock (_gate)
            {
                if (open is not null && _socket is null && _refusal is null)
                {
                    Open(open);
                }

                return _socket;
            }
        }
    }

    /// <summary>How elements get to the kernel, as a sentence; empty if only the program is used. Retries a refused socket.</summary>
    public string Describe()
    {
        lock (_gate)
        {
            if (_socket is null)
            {
                _refusal = null;
            }
        }

        if (open is null)
        {
            return "";
        }

        return Socket is null
            ? $" Elements go through the ipset program, as a netlink socket is refused: {_refusal}"
            : " Elements go over a netlink socket.";
    }

    /// <summary>Lists a set over a socket of its own: a list of very many elements takes most of a second, and no block waits for it.
    /// </summary>
    /// <returns>Whether a socket could do it; and the list, or null if the set doesn't exist.</returns>
    /// <exception cref="FirewallException">The set can't be read.</exception>
    public (bool IsRead, IpsetListing? Listing) List(string set, bool isIPv6, CancellationToken cancellationToken)
    {
        if (Socket is not { } changing || open?.Invoke(out _) is not { } opened)
        {
            return (false, null);
        }

        using var socket = new IpsetSocket(opened, clock);
        try
        {
            return (true, socket.List(set, isIPv6, changing, cancellationToken));
        }
        catch (NetlinkException)
        {
            return (false, null);
        }
    }

    /// <summary>Closes a socket that failed; others who use it get a <see cref="NetlinkException"/>.</summary>
    public void GiveUp(IpsetSocket socket, NetlinkException why)
    {
        lock (_gate)
        {
            if (_socket != socket)
            {
                return;
            }

            _socket = null;
            _refusal = why.Message;
        }

        socket.Dispose();
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

    private void Open(NetlinkOpener opener)
    {
        if (opener(out var error) is { } opened)
        {
            _socket = new IpsetSocket(opened, clock);
            error = _socket.Greet();
        }

        if (error != 0)
        {
            _socket?.Dispose();
            _socket = null;
            _refusal = NetlinkErrors.Explain(error);
        }
    }
}
