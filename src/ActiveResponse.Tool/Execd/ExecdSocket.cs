using System.Globalization;
using System.Net.Sockets;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execd;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Execd;

/// <summary>The socket analysisd and agentd write to: bound in the place of execd's, with its mode and group.</summary>
internal sealed class ExecdSocket : IExecdQueue, IDisposable
{
    // More than a Unix datagram can have with the kernel's usual limits; what is too long for the dialect is cut later.
    private const int LongestDatagram = 256 * 1024;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[LongestDatagram];

    private ExecdSocket(Socket socket) => _socket = socket;

    /// <summary>Binds it.</summary>
    /// <param name="folder">The installation.</param>
    /// <param name="tell">Is told what is not as in the original.</param>
    /// <exception cref="IOException">It can't be bound, or another execd has it; in words for an operator.</exception>
    public static ExecdSocket Bind(ExecdFolder folder, Action<ExecdNote> tell)
    {
        var path = folder.Queue;
        RemoveStale(path);

        // It comes to its place when it has its mode and group; and what is bound under another name isn't deleted there when it is closed.
        var aside = Path.Combine(Path.GetDirectoryName(path)!, string.Create(CultureInfo.InvariantCulture, $".q{Environment.ProcessId}"));
        var socket = MakeSocket();
        try
        {
            File.Delete(aside);
            socket.Bind(EndPointOf(aside));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(aside, Mode);
            }

            Give(aside, folder, tell);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new IOException($"The queue {path} can't be made: {SafeText.Of(e.Message)}. Is --home the folder of the installation, and may this user write there?", e);
        }

        return new ExecdSocket(socket);
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = await _socket.ReceiveAsync(_buffer, SocketFlags.None, cancellationToken);
        return _buffer.AsMemory(0, length).ToArray();
    }

    // The file stays, as the original's does; the next one to start takes its place.
    public void Dispose() => _socket.Dispose();

    private static void Give(string path, ExecdFolder folder, Action<ExecdNote> tell)
    {
        var group = folder.Dialect == ConfigDialect.Ossec ? "ossec" : "wazuh";
        if (FileGroup.Find(group) is not { } number || !FileGroup.TryGive(path, number))
        {
            tell(new ExecdNote(null, $"{folder.Queue} can't be given to the group '{group}': only the user of this process can write to it."));
        }
    }

    private static void RemoveStale(string path)
    {
        if (FileStatus.Of(path) is not { } found)
        {
            return;
        }

        if (found.IsLink || found.IsFolder || found.IsRegular)
        {
            throw new IOException($"{path} is there and is no socket: remove it, or give --home the folder of the installation.");
        }

        using var probe = MakeSocket();
        try
        {
            probe.Connect(EndPointOf(path));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e)
        {
            throw new IOException($"{path} can't be looked at: {SafeText.Of(e.Message)}", e);
        }

        throw new IOException($"Another execd listens at {path}: stop that one first (the original is stopped by ossec-control or wazuh-control, or by the pid in var/run).");
    }

    private static Socket MakeSocket() => new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    private static UnixDomainSocketEndPoint EndPointOf(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException e)
        {
            throw new IOException($"The path of the queue is too long for the system ({path}): use a link with a shorter path as --home.", e);
        }
    }
}
