using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActiveResponse.Guards.Network;

/// <summary>
/// Listens to the Linux kernel's route netlink in the calling thread's network namespace: links, addresses and default routes of both
/// families and of all tables. .NET's own event ignores IPv6.
/// </summary>
internal sealed partial class RouteEvents : INetworkEvents
{
    private const uint Groups = 0x001 | 0x010 | 0x040 | 0x100 | 0x400;
    private const int WithoutWaiting = 0x40;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int BufferBytes = 1 << 15;

    private readonly Socket _socket;
    private readonly Action _changed;
    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <exception cref="IOException">The kernel refuses the subscription.</exception>
    public RouteEvents(Action changed)
    {
        const int Netlink = 16;
        const int RawCloseOnExec = 3 | 0x80000;
        _changed = changed;
        var handle = Open(Netlink, RawCloseOnExec, 0);
        var address = new byte[12];
        MemoryMarshal.Write(address, (ushort)Netlink);
        MemoryMarshal.Write(address.AsSpan(8), Groups);
        if (handle < 0 || Bind(handle, address, (uint)address.Length) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            _ = handle < 0 ? 0 : Close(handle);
            throw new IOException($"netlink: error {error}");
        }

        _socket = new Socket(new SafeSocketHandle(handle, ownsHandle: true));
        _ = ListenAsync();
    }

    public bool HaveCome()
    {
        lock (_gate)
        {
            var isRelevant = false;
            while (true)
            {
                if (_socket.SafeHandle.IsClosed)
                {
                    return isRelevant;
                }

                var count = (int)Receive(_socket.SafeHandle, _buffer, (nuint)_buffer.Length, WithoutWaiting);
                if (count > 0)
                {
                    isRelevant |= RouteEventMessages.AreRelevant(_buffer.AsSpan(0, count));
                    continue;
                }

                var error = count < 0 ? Marshal.GetLastPInvokeError() : WouldBlock;
                if (error == WouldBlock)
                {
                    return isRelevant;
                }

                // The buffer overflowed, so anything may have changed.
                isRelevant |= error != Interrupted;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _socket.Dispose();
        }
    }

    // Orders check by themselves; this is for blocks already in place.
    private async Task ListenAsync()
    {
        var peeked = new byte[1];
        while (true)
        {
            try
            {
                _ = await _socket.ReceiveAsync(peeked, SocketFlags.Peek).ConfigureAwait(false);
            }
            catch (SocketException e)
                when (e.SocketErrorCode is SocketError.NoBufferSpaceAvailable or SocketError.MessageSize or SocketError.Interrupted)
            {
                _changed();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (HaveCome())
            {
                _changed();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial nint Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(nint socket, byte[] address, uint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(nint socket);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeHandle socket, byte[] data, nuint length, int flags);
}
