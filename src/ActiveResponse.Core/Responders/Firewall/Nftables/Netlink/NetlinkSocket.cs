using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Nftables.Netlink;

/// <summary>A socket to the packet filter in the network namespace of the thread that opens it.</summary>
/// <remarks>It stays open: closing one after a deletion waits about 15 ms for the kernel.</remarks>
internal sealed unsafe class NetlinkSocket : INetlinkSocket
{
    // A million elements take 28 MB. The size is a limit and reserves no memory.
    private const int WantedBuffer = 32 * 1024 * 1024;
    private const int Reserve = 64;

    private readonly SafeFileHandle _socket;

    private NetlinkSocket(SafeFileHandle socket)
    {
        _socket = socket;
        Set(NetlinkNative.NetlinkLevel, NetlinkNative.CapAcknowledgements, 1);
        LargestMessage = Grow(NetlinkNative.SendBufferForce, NetlinkNative.SendBuffer) - Reserve;
        _ = Grow(NetlinkNative.ReceiveBufferForce, NetlinkNative.ReceiveBuffer);
    }

    public int LargestMessage { get; }

    /// <summary>Opens a socket.</summary>
    /// <param name="error">0, or an errno.</param>
    public static NetlinkSocket? Open(out int error)
    {
        var number = NetlinkNative.Open(NetlinkNative.NetlinkFamily, NetlinkNative.RawCloseOnExec, NetlinkNative.Netfilter);
        error = number < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (number < 0)
        {
            return null;
        }

        var socket = new SafeFileHandle(number, ownsHandle: true);
        var any = new NetlinkAddress { Family = NetlinkNative.NetlinkFamily };
        if (NetlinkNative.Bind(socket, &any, sizeof(NetlinkAddress)) < 0)
        {
            error = Marshal.GetLastPInvokeError();
            socket.Dispose();
            return null;
        }

        return new NetlinkSocket(socket);
    }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        var kernel = new NetlinkAddress { Family = NetlinkNative.NetlinkFamily };
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var sent = NetlinkNative.Send(_socket, start, (nuint)bytes.Length, 0, &kernel, sizeof(NetlinkAddress));
                var error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error != NetlinkErrors.Interrupted)
                {
                    return error;
                }
            }
        }
    }

    public int Receive(Span<byte> buffer, out int error)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = NetlinkNative.Receive(
                    _socket,
                    start,
                    (nuint)buffer.Length,
                    NetlinkNative.DontWait | NetlinkNative.ReportWholeLength
                );
                error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error != NetlinkErrors.Interrupted)
                {
                    return (int)Math.Max(0, count);
                }
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Makes a buffer as large as allowed, and returns its size.</summary>
    private int Grow(int force, int plain)
    {
        if (!Set(NetlinkNative.SocketLevel, force, WantedBuffer))
        {
            // Without CAP_NET_ADMIN, the system's limit applies.
            _ = Set(NetlinkNative.SocketLevel, plain, WantedBuffer);
        }

        var value = 0;
        var length = sizeof(int);
        return NetlinkNative.Get(_socket, NetlinkNative.SocketLevel, plain, &value, &length) == 0 ? value : 64 * 1024;
    }

    private bool Set(int level, int option, int value) => NetlinkNative.Set(_socket, level, option, &value, sizeof(int)) == 0;
}
