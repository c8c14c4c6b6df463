using System.Net.Sockets;
using ActiveResponse.Diagnostics;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Platform;

namespace ActiveResponse.Ossec.Execd;

/// <summary>The socket that analysisd and agentd write to, bound in execd's place with its mode and group. Linux.</summary>
public sealed class ExecdSocket : IExecdQueue, IDisposable
{
    // Larger than a Unix datagram with the kernel's usual limits; the dialect's limit applies later.
    private const int LongestDatagram = 256 * 1024;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[LongestDatagram];

    private ExecdSocket(Socket socket) => _socket = socket;

    /// <summary>How long a restarted daemon waits for the previous one: OSSEC's control script doesn't wait for a daemon it
    /// stops.</summary>
    public static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(60);

    /// <summary>Binds it, and retries for some time while another process has it.</summary>
    /// <inheritdoc cref="Bind(ExecdFolder, Action{ExecdNote})"/>
    /// <param name="folder">The installation.</param>
    /// <param name="notify">Receives messages for the operator about differences from the original.</param>
    /// <param name="patience">How long to retry; zero for one attempt.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<ExecdSocket> BindAsync(
        ExecdFolder folder,
        Action<ExecdNote> notify,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(notify);
        var begun = TimeProvider.System.GetTimestamp();
        for (var isFirst = true; IsAlive(folder.Queue) && TimeProvider.System.GetElapsedTime(begun) < patience; isFirst = false)
        {
            if (isFirst)
            {
                notify(new ExecdNote(null, $"another execd still listens at {folder.Queue}: waiting for it to end."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        return Bind(folder, notify);
    }

    /// <summary>Binds it.</summary>
    /// <param name="folder">The installation.</param>
    /// <param name="notify">Receives messages for the operator about differences from the original.</param>
    /// <exception cref="IOException">It can't be bound, or another execd has it; the message is for an operator.</exception>
    public static ExecdSocket Bind(ExecdFolder folder, Action<ExecdNote> notify)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(notify);
        var path = folder.Queue;
        RefuseWhatIsAlive(path, notify);
        var socket = MakeSocket();
        try
        {
            using var queues = OpenFolder.Open(Path.GetDirectoryName(path)!);
            Bind(socket, queues, folder, notify);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new IOException(
                $"The queue {path} can't be created: {SafeText.Of(e.Message)}. Is --home the folder of the installation, and may "
                    + "this user write there?",
                e
            );
        }

        return new ExecdSocket(socket);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = await _socket.ReceiveAsync(_buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        return _buffer.AsMemory(0, length).ToArray();
    }

    /// <summary>Stops listening. The file stays, like the original's; the next one to start replaces it.</summary>
    public void Dispose() => _socket.Dispose();

    // The socket moves to its place once it has its mode and group. Until then it is in a folder that only we can enter: the group can
    // write to the queues' folder, and could put a link in its place. A socket bound under another name isn't deleted on close, either.
    private static void Bind(Socket socket, OpenFolder queues, ExecdFolder folder, Action<ExecdNote> notify)
    {
        const string Name = "q";
        using var aside = queues.MakePrivate(out var asideName);
        try
        {
            socket.Bind(EndPointOf($"{aside.Path}/{Name}"));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode($"{aside.Path}/{Name}", Mode);
            }

            if (FileGroup.Find(folder.Group) is not { } group || !aside.TryGive(Name, group))
            {
                notify(
                    new ExecdNote(
                        null,
                        $"{folder.Queue} can't be given to the group '{folder.Group}': only the user of this process can write to it."
                    )
                );
            }

            aside.MoveTo(Name, queues, Path.GetFileName(folder.Queue));
        }
        finally
        {
            aside.Remove(Name);
            queues.RemoveFolder(asideName);
        }
    }

    // A dead socket needn't be removed: the new one replaces it atomically.
    private static void RefuseWhatIsAlive(string path, Action<ExecdNote> notify)
    {
        if (FileStatus.Of(path) is not { } found)
        {
            return;
        }

        if (found.IsLink || found.IsFolder || found.IsRegular)
        {
            throw new IOException($"{path} isn't a socket: remove it, or give --home the folder of the installation.");
        }

        if (!found.IsOwnedByTrusted)
        {
            notify(new ExecdNote(null, $"{path} belongs to another user (uid {found.Owner}), so it isn't execd's: it is replaced."));
            return;
        }

        using var probe = MakeSocket();
        try
        {
            probe.Connect(EndPointOf(path));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
        {
            return;
        }
        catch (SocketException e)
        {
            throw new IOException($"{path} can't be read: {SafeText.Of(e.Message)}", e);
        }

        throw new IOException(
            $"Another execd listens at {path}: stop that one first (the original is stopped by ossec-control or "
                + "wazuh-control, or by the pid in var/run)."
        );
    }

    private static bool IsAlive(string path)
    {
        using var probe = MakeSocket();
        try
        {
            probe.Connect(EndPointOf(path));
            return FileStatus.Of(path) is { IsOwnedByTrusted: true };
        }
        catch (SocketException)
        {
            return false;
        }
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
            throw new IOException(
                $"The path of the queue is too long for the system ({path}): use a link with a shorter path as --home.",
                e
            );
        }
    }
}
