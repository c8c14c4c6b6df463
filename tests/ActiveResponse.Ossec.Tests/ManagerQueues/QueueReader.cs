using System.Net.Sockets;
using System.Text;

namespace ActiveResponse.Ossec.Tests.ManagerQueues;

/// <summary>Reads a queue as a daemon of the manager would: a real Unix datagram socket, not drained until asked.</summary>
internal sealed class QueueReader : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };

    public QueueReader(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        _socket.Bind(new UnixDomainSocketEndPoint(path));
    }

    /// <summary>Whether something is there to read.</summary>
    public bool HasMessage => _socket.Poll(0, SelectMode.SelectRead);

    /// <summary>The next datagram, with its NUL.</summary>
    public string Next()
    {
        var buffer = new byte[70_000];
        return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
    }

    public void Dispose() => _socket.Dispose();
}
