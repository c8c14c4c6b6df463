using System.Runtime.InteropServices;
using ActiveResponse.Configuration;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Guards.Network;

/// <summary>
/// Queries the Linux kernel for the IPv4 routes of all tables: <c>/proc/net/route</c> shows only the main one, and only the first of
/// several next hops.
/// </summary>
internal static partial class RouteDump
{
    // Default routes come first in a table. A router may have the routes of the whole internet, so reading stops here.
    private const int MaxBytes = 4 << 20;
    private const int BufferBytes = 1 << 16;

    /// <summary>Returns the next hops of default routes in the calling thread's network namespace.</summary>
    /// <exception cref="IOException">The kernel doesn't answer.</exception>
    public static IReadOnlyCollection<AddressPrefix> Gateways()
    {
        const int Netlink = 16;
        const int RawCloseOnExec = 3 | 0x80000;
        using var socket = Open(Netlink, RawCloseOnExec, 0);
        if (socket.IsInvalid)
        {
            throw Failure();
        }

        SetPatience(socket);
        var request = Request();
        if (Send(socket, request, (nuint)request.Length, 0) < 0)
        {
            throw Failure();
        }

        var gateways = new List<AddressPrefix>();
        var buffer = new byte[BufferBytes];
        var total = 0;
        while (total < MaxBytes)
        {
            var count = (int)Receive(socket, buffer, (nuint)buffer.Length, 0);
            if (count <= 0)
            {
                throw Failure();
            }

            if (!RouteMessages.Read(buffer.AsSpan(0, count), gateways))
            {
                break;
            }

            total += count;
        }

        return gateways;
    }

    private static IOException Failure() => new($"netlink: error {Marshal.GetLastPInvokeError()}");

    /// <summary>Builds nlmsghdr (length, RTM_GETROUTE, request and dump, sequence, port) and rtmsg (AF_INET).</summary>
    private static byte[] Request()
    {
        var request = new byte[28];
        MemoryMarshal.Write(request, 28u);
        MemoryMarshal.Write(request.AsSpan(4), (ushort)26);
        MemoryMarshal.Write(request.AsSpan(6), (ushort)0x301);
        request[16] = 2;
        return request;
    }

    // The kernel answers at once; the timeout is a safety net.
    private static void SetPatience(SafeFileHandle socket)
    {
        const int SocketLevel = 1;
        const int ReceiveTimeout = 20;
        var time = new byte[2 * nint.Size];
        MemoryMarshal.Write(time, (nint)2);
        _ = SetOption(socket, SocketLevel, ReceiveTimeout, time, (uint)time.Length);
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial SafeFileHandle Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetOption(SafeFileHandle socket, int level, int option, byte[] value, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle socket, byte[] data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle socket, byte[] data, nuint length, int flags);
}
