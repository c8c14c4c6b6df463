using System.Net;
using System.Net.Sockets;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>A client that talks to a listening server through a lab. That a packet was stopped is seen on the counters of the rules, not by
/// waiting for nothing.</summary>
internal sealed class FirewallTraffic : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _limit = new(Patience);
    private readonly NetworkLab _lab;
    private readonly Func<Task<long>> _stopped;
    private readonly Socket _listener;
    private readonly List<Socket> _sockets = [];

    /// <param name="lab">Where the client, the firewall and the server are.</param>
    /// <param name="ipv6">The family to talk in.</param>
    /// <param name="stopped">How many packets the firewall has stopped by now, in all; it only grows.</param>
    public FirewallTraffic(NetworkLab lab, bool ipv6, Func<Task<long>> stopped)
    {
        _lab = lab;
        _stopped = stopped;
        _listener = lab.Server.Listen(IPAddress.Parse(lab.ServerAddress(ipv6)));
    }

    /// <summary>Connects, and is sure that bytes get through.</summary>
    public async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = await TryConnectAsync(_limit.Token);
        var server = await AcceptAsync(client);
        await SendAsync(client, 1);
        (await ReceiveAsync(server)).Should().Be(1);
        return (client, server);
    }

    /// <summary>Connects as soon as packets pass: one attempt after the other, for a lost first packet is sent again only after a
    /// second.</summary>
    public async Task ConnectSoonAsync()
    {
        while (true)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token);
            attempt.CancelAfter(TimeSpan.FromMilliseconds(900));
            try
            {
                await TryConnectAsync(attempt.Token);
                return;
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException && !_limit.IsCancellationRequested)
            {
                // Not yet.
            }
        }
    }

    /// <summary>Sees that a new connection's packets arrive and are stopped.</summary>
    public async Task NoConnectionAsync()
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token);
        var before = await _stopped();
        var attempt = TryConnectAsync(given.Token);
        await StoppedMoreThanAsync(before);
        attempt.IsCompleted.Should().BeFalse();
        await given.CancelAsync();
        await FluentActions.Awaiting(() => attempt).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>Sees that what an open connection sends arrives and is stopped.</summary>
    public async Task NoBytesAsync(Socket client, Socket server)
    {
        var before = await _stopped();
        await SendAsync(client, 2);
        await StoppedMoreThanAsync(before);
        server.Available.Should().Be(0);
    }

    /// <summary>Sees that a network and one inside it are blocked each for itself.</summary>
    public async Task NestedAsync(IFirewallBackend backend, string outer, string inner)
    {
        await backend.BlockAsync(outer);
        await NoConnectionAsync();
        await backend.BlockAsync(inner);
        (await backend.AddressesAsync()).Should().BeEquivalentTo(outer, inner);
        await backend.LetInAsync(outer);
        await NoConnectionAsync();
        await backend.BlockAsync(outer);
        await backend.LetInAsync(inner);
        await NoConnectionAsync();
        await backend.LetInAsync(outer);
        await ConnectAsync();
    }

    public async Task SendAsync(Socket socket, byte value) => await socket.SendAsync(new[] { value }, _limit.Token);

    public async Task<byte> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[1];
        (await socket.ReceiveAsync(buffer, _limit.Token)).Should().Be(1);
        return buffer[0];
    }

    public async Task<Socket> TryConnectAsync(CancellationToken cancellationToken)
    {
        var to = _listener.LocalEndPoint!;
        var client = _lab.Client.Socket(to.AddressFamily);
        try
        {
            await client.ConnectAsync(to, cancellationToken);
            return Keep(client);
        }
        catch
        {
            // A cancelled attempt goes on in the kernel as long as its socket is open, and would connect once the block has ended.
            client.Dispose();
            throw;
        }
    }

    /// <summary>The server's end of this client's connection, past those of attempts that were given up after the handshake.</summary>
    private async Task<Socket> AcceptAsync(Socket client)
    {
        while (true)
        {
            var server = Keep(await _listener.AcceptAsync(_limit.Token));
            if (server.RemoteEndPoint!.Equals(client.LocalEndPoint))
            {
                return server;
            }
        }
    }

    public void Dispose()
    {
        _sockets.ForEach(static socket => socket.Dispose());
        _listener.Dispose();
        _limit.Dispose();
    }

    private async Task StoppedMoreThanAsync(long before)
    {
        while (await _stopped() <= before)
        {
            _limit.Token.ThrowIfCancellationRequested();
        }
    }

    private Socket Keep(Socket socket)
    {
        _sockets.Add(socket);
        return socket;
    }
}
