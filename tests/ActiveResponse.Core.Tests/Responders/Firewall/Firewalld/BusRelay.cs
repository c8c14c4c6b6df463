using System.Net.Sockets;
using System.Text;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

/// <summary>Stands between a client and a bus, and can change what either sends.</summary>
internal sealed class BusRelay : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("relay-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string? _bus;
    private readonly List<Socket> _sockets = [];

    /// <param name="bus">The path of the bus; null for a bus that takes connections and never says a word.</param>
    public BusRelay(string? bus)
    {
        _bus = bus;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "bus")));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public string Address => $"unix:path={Path.Combine(_folder, "bus")}";

    /// <summary>A text in what the client sends, and one as long to put in its place.</summary>
    public (string Sent, string Arrives)? Change { get; set; }

    /// <summary>A text in what the bus answers, and one as long to put in its place.</summary>
    public (string Sent, string Arrives)? Answer { get; set; }

    /// <summary>How many connections clients have made.</summary>
    public int Connections { get; private set; }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_sockets)
        {
            _sockets.ForEach(static socket => socket.Dispose());
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = Keep(await _listener.AcceptAsync());
                Connections++;
                if (_bus is not null)
                {
                    var bus = Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
                    await bus.ConnectAsync(new UnixDomainSocketEndPoint(_bus));
                    _ = PumpAsync(client, bus, isAnswer: false);
                    _ = PumpAsync(bus, client, isAnswer: true);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                var data = buffer.AsMemory(0, length);
                if ((isAnswer ? Answer : Change) is var (sent, arrives))
                {
                    Replace(data.Span, Encoding.ASCII.GetBytes(sent), Encoding.ASCII.GetBytes(arrives));
                }

                await to.SendAsync(data);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One end has gone.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }

    private static void Replace(Span<byte> data, byte[] sent, byte[] arrives)
    {
        arrives.Should().HaveSameCount(sent, "lengths are in the message, too");
        while (data.IndexOf(sent) is >= 0 and var at)
        {
            arrives.CopyTo(data[at..]);
            data = data[(at + sent.Length)..];
        }
    }

    private Socket Keep(Socket socket)
    {
        lock (_sockets)
        {
            _sockets.Add(socket);
        }

        return socket;
    }
}
