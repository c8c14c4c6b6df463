using System.Net.Sockets;
using System.Runtime.InteropServices;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Control;

/// <summary>Who is at the other end of a Unix domain socket, by the kernel's word.</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;

    /// <summary>Whether it is root or the user of this process. Where the kernel isn't asked, the mode of the socket alone must do.</summary>
    public static bool IsTrusted(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        // struct ucred: process, user, group, 4 bytes each.
        Span<byte> credentials = stackalloc byte[12];
        try
        {
            return socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials) == credentials.Length
                && IsTrusted(MemoryMarshal.Read<uint>(credentials[4..]));
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static bool IsTrusted(uint user) => user == 0 || user == FileStatus.EffectiveUser();
}
