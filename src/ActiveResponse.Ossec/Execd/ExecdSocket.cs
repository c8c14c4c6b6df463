using System.Net.Sockets;
using ActiveResponse.Diagnostics;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Platform;

namespace ActiveResponse.Ossec.Execd;

/// <summary>The socket that analysisd and agentd write to, bound in execd's place with its mode and group. Linux.</summary>
public sealed class ExecdSocket : IExecdQueue, IDisposable
{
    // More than a Unix datagram can have with the kernel's usual limits; what is too long for the dialect is cut later.
    private const int LongestDatagram = 256 * 1024;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[LongestDatagram];

    private ExecdSocket(Socket socket) => _socket = socket;

    /// <summary>How long a daemon that is started again waits for the one before: the control script of OSSEC doesn't wait for what it has
    /// told to stop.</summary>
    public static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(60);

    /// <summary>Binds it; while another has it, tries again for some time.</summary>
    /// <inheritdoc cref="Bind(ExecdFolder, Action{ExecdNote})"/>
    /// <param name="folder">The installation.</param>
    /// <param name="notify">Gets messages for the operator: what is not as in the original.</param>
    /// <param name="patience">For how long it is tried; zero for once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
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
                notify(new ExecdNote(null, $"another execd still listens at {folder.Queue}: waiting until it has ended."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        return Bind(folder, notify);
    }

    /// <summary>Binds it.</summary>
    /// <param name="folder">The installation.</param>
    /// <param name="notify">Gets messages for the operator: what is not as in the original.</param>
    /// <exception cref="IOException">It can't be bound, or another execd has it; in words for an operator.</exception>
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
                $"The queue {path} can't be made: {SafeText.Of(e.Message)}. Is --home the folder of the installation, and may "
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

    /// <summary>Stops listening. The file stays, as the original's does; the next one to start takes its place.</summary>
    public void Dispose() => _socket.Dispose();

    // It comes to its place when it has its mode and group. Until then it is in a folder that only we can enter: the group can write to
    // that of the queues, and could put a link in its place. What is bound under another name isn't deleted in its place when it is closed,
    // either.
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

    // What is dead needs not be removed: the new one takes its name in one step.
    private static void RefuseWhatIsAlive(string path, Action<ExecdNote> notify)
    {
        if (FileStatus.Of(path) is not { } found)
        {
            return;
        }

        if (found.IsLink || found.IsFolder || found.IsRegular)
        {
            throw new IOException($"{path} is there and is no socket: remove it, or give --home the folder of the installation.");
        }

        if (!found.IsOwnedByTrusted)
        {
            notify(new ExecdNote(null, $"{path} was made by another user (uid {found.Owner}), which no execd is: it is replaced."));
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
            throw new IOException($"{path} can't be looked at: {SafeText.Of(e.Message)}", e);
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
