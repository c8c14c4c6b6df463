using System.Net.Sockets;
using System.Runtime.InteropServices;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Control;

/// <summary>The user at the other end of a Unix domain socket, from the kernel.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;
    private const int PeerGroupsOption = 59;
    private const int MostGroups = 4_096;

    /// <summary>Whether an agent serves a peer: root and this process's user. Where the kernel isn't available, the socket's mode must
    /// do.</summary>
    public static bool MayAsk(Socket socket) => !OperatingSystem.IsLinux() || (UserOf(socket) is { } user && MayAsk(user));

    /// <summary>Whether a listener is trusted: root, this process's user, and for root anyone, since an agent may run as a service
    /// user.</summary>
    public static bool MayBeAsked(Socket socket) => !OperatingSystem.IsLinux() || FileStatus.EffectiveUser() == 0 || MayAsk(socket);

    /// <summary>Whether a peer is a member of a group, by its own or a further one. Linux.</summary>
    public static bool IsMember(Socket socket, uint group)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        Span<byte> credentials = stackalloc byte[12];
        var groups = new byte[MostGroups * sizeof(uint)];
        try
        {
            return (
                    socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials) == credentials.Length
                    && MemoryMarshal.Read<uint>(credentials[8..]) == group
                )
                || MemoryMarshal
                    .Cast<byte, uint>(groups.AsSpan(0, socket.GetRawSocketOption(SocketLevel, PeerGroupsOption, groups)))
                    .Contains(group);
        }
        catch (SocketException)
        {
            // More groups than that: served by its own group alone.
            return false;
        }
    }

    public static bool MayAsk(uint user) => user == 0 || user == FileStatus.EffectiveUser();

    /// <summary>The user at the other end; null where the kernel doesn't say. Linux.</summary>
    public static uint? UserOf(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // struct ucred: process, user, group, 4 bytes each.
        Span<byte> credentials = stackalloc byte[12];
        try
        {
            return socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials) == credentials.Length
                ? MemoryMarshal.Read<uint>(credentials[4..])
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
