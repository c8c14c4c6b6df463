using System.Net.Sockets;
using System.Runtime.InteropServices;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Control;

/// <summary>The user at the other end of a Unix domain socket, from the kernel.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;

    /// <summary>Whether an agent serves a peer: root and this process's user. Where the kernel isn't available, the socket's mode must
    /// do.</summary>
    public static bool MayAsk(Socket socket) => !OperatingSystem.IsLinux() || (UserOf(socket) is { } user && MayAsk(user));

    /// <summary>Whether a listener is trusted: root, this process's user, and for root anyone, since an agent may run as a service
    /// user.</summary>
    public static bool MayBeAsked(Socket socket) => !OperatingSystem.IsLinux() || FileStatus.EffectiveUser() == 0 || MayAsk(socket);

    public static bool MayAsk(uint user) => user == 0 || user == FileStatus.EffectiveUser();

    private static uint? UserOf(Socket socket)
    {
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
