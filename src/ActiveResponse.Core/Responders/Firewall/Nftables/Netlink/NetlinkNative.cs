using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>The system calls of a netlink socket; the base library doesn't have this address family.</summary>
internal static unsafe partial class NetlinkNative
{
    public const int NetlinkFamily = 16;
    public const int RawCloseOnExec = 3 | 0x80000;
    public const int Netfilter = 12;
    public const int SocketLevel = 1;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int SendBufferForce = 32;
    public const int ReceiveBufferForce = 33;
    public const int NetlinkLevel = 270;
    public const int CapAcknowledgements = 10;
    public const int DontWait = 0x40;
    public const int ReportWholeLength = 0x20;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeFileHandle socket, NetlinkAddress* address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int Set(SafeFileHandle socket, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int Get(SafeFileHandle socket, int level, int option, int* value, int* length);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint Send(SafeFileHandle socket, byte* bytes, nuint count, int flags, NetlinkAddress* to, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeFileHandle socket, byte* bytes, nuint count, int flags);
}

/// <summary><c>struct sockaddr_nl</c>; with only the family set it is the kernel, or a port of the kernel's choice.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkAddress
{
    public ushort Family;
    public ushort Padding;
    public uint Port;
    public uint Groups;
}
