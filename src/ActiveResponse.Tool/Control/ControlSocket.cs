using System.Net.Sockets;
using ActiveResponse.Diagnostics;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Control;

/// <summary>An agent's socket: created for its user alone, in place of one that a dead agent left.</summary>
internal static class ControlSocket
{
    public const string None = "none";

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>The path of the socket: as given, otherwise beside the state file; null for none.</summary>
    public static string? Choose(string? given, string? stateFile) =>
        given switch
        {
            None => null,
            null => stateFile is null ? null : Path.Combine(Path.GetDirectoryName(stateFile)!, "control.sock"),
            _ => Path.GetFullPath(given),
        };

    /// <summary>Listens at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="group">A group whose members may connect too, or null.</param>
    /// <exception cref="IOException">A running agent listens there, something else has the path, or it can't be created; the message is for
    /// an operator.</exception>
    public static Socket Listen(string path, ControlGroup? group = null)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (NativeFiles.OfThisHost().Judge(folder).Reason is { } reason)
        {
            throw new IOException($"The control socket {path} can't be trusted: {reason}, or give --control another path.");
        }

        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(EndPointOf(path));
            if (!OperatingSystem.IsWindows())
            {
                // Nobody can connect before it listens.
                File.SetUnixFileMode(path, Mode);
                if (group is not null)
                {
                    group.Own(path);
                    File.SetUnixFileMode(path, Mode | OfGroup);
                }
            }

            socket.Listen(64);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new IOException($"The control socket {path} can't be created: {SafeText.Of(e.Message)}", e);
        }
    }

    /// <summary>Connects to the agent that listens at a path.</summary>
    /// <returns>The connection; null if no agent listens there.</returns>
    /// <exception cref="IOException">The connection failed; the message is for an operator.</exception>
    public static Socket? Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(EndPointOf(path));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused or SocketError.AddressNotAvailable => null,
                _ when IsMissing(path) => null,
                SocketError.AccessDenied => throw new IOException(
                    $"This user may not connect to {path}: its agent belongs to another user. Connect as that user, or as root.",
                    e
                ),
                _ => throw new IOException($"The agent at {path} can't be reached: {SafeText.Of(e.Message)}", e),
            };
        }

        if (!PeerCredentials.MayBeAsked(socket))
        {
            socket.Dispose();
            throw new IOException($"The process that listens at {path} belongs to another user, who isn't root: it isn't trusted.");
        }

        return socket;
    }

    // A folder that may not be entered hides its content; a missing one hides nothing.
    private static bool IsMissing(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void RemoveStale(string path)
    {
        if (FileStatus.Of(path) is not { } found)
        {
            return;
        }

        // A connection to a regular file is refused too, and that file is someone's.
        var isSocket = !found.IsLink && !found.IsFolder && (OperatingSystem.IsLinux() ? !found.IsRegular : new FileInfo(path).Length == 0);
        if (!isSocket)
        {
            throw new IOException($"{path} isn't a socket: give --control another path.");
        }

        using var live = Connect(path);
        if (live is not null)
        {
            throw new IOException($"An agent listens at {path} already: stop it first, or give --control another path.");
        }

        File.Delete(path);
    }

    private static UnixDomainSocketEndPoint EndPointOf(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException e)
        {
            throw new IOException($"The path of the control socket is too long for the system: give --control a shorter one ({path}).", e);
        }
    }
}
