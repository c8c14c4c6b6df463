using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Asks the kernel for the interfaces of the calling thread's network namespace, over a netlink socket.</summary>
internal static unsafe class InterfaceDump
{
    private const int RouteProtocol = 0;
    private const ushort GetLink = 18;
    private const ushort NewLink = 16;
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const ushort RequestDump = 0x301;
    private const int HeaderLength = 16;
    private const int LinkLength = 16;
    private const int BufferLength = 1 << 16;

    /// <exception cref="FirewallException">The kernel doesn't answer.</exception>
    public static IReadOnlyList<XdpInterface> Read()
    {
        var number = NetlinkNative.Open(NetlinkNative.NetlinkFamily, NetlinkNative.RawCloseOnExec, RouteProtocol);
        if (number < 0)
        {
            throw Failure();
        }

        using var socket = new SafeFileHandle(number, ownsHandle: true);
        Send(socket);
        var found = new List<XdpInterface>();
        var buffer = new byte[BufferLength];
        while (true)
        {
            // The kernel writes the next part of its answer while this one is read, so it never waits.
            var count = Receive(socket, buffer);
            if (!ReadMessages(buffer.AsSpan(0, count), found))
            {
                return found;
            }
        }
    }

    /// <summary>Reads messages of an answer.</summary>
    /// <returns>False if the last one was among them.</returns>
    /// <exception cref="FirewallException">The kernel refuses to answer.</exception>
    internal static bool ReadMessages(ReadOnlySpan<byte> bytes, List<XdpInterface> into)
    {
        while (bytes.Length >= HeaderLength)
        {
            var length = BitConverter.ToInt32(bytes);
            if (length < HeaderLength || length > bytes.Length)
            {
                break;
            }

            var type = BitConverter.ToUInt16(bytes[4..]);
            var body = bytes[HeaderLength..length];
            if (type is Done or Error)
            {
                return type == Done ? false : throw new FirewallException("the kernel doesn't list network interfaces.");
            }

            if (type == NewLink && LinkMessage.Read(body) is { } one)
            {
                into.Add(one);
            }

            bytes = bytes[Math.Min(bytes.Length, (length + 3) & ~3)..];
        }

        return true;
    }

    // nlmsghdr (length, type, flags, sequence, port), ifinfomsg, and an attribute that asks to leave statistics out.
    private static void Send(SafeFileHandle socket)
    {
        const ushort ExtensionMask = 29;
        const uint SkipStatistics = 8;
        var request = new byte[HeaderLength + LinkLength + 8];
        MemoryMarshal.Write(request, request.Length);
        MemoryMarshal.Write(request.AsSpan(4), GetLink);
        MemoryMarshal.Write(request.AsSpan(6), RequestDump);
        MemoryMarshal.Write(request.AsSpan(HeaderLength + LinkLength), (ushort)8);
        MemoryMarshal.Write(request.AsSpan(HeaderLength + LinkLength + 2), ExtensionMask);
        MemoryMarshal.Write(request.AsSpan(HeaderLength + LinkLength + 4), SkipStatistics);
        var kernel = new NetlinkAddress { Family = NetlinkNative.NetlinkFamily };
        fixed (byte* start = request)
        {
            if (NetlinkNative.Send(socket, start, (nuint)request.Length, 0, &kernel, sizeof(NetlinkAddress)) < 0)
            {
                throw Failure();
            }
        }
    }

    private static int Receive(SafeFileHandle socket, byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = (int)NetlinkNative.Receive(socket, start, (nuint)buffer.Length, NetlinkNative.DontWait);
                if (count > 0)
                {
                    return count;
                }

                if (count == 0 || Marshal.GetLastPInvokeError() != NetlinkErrors.Interrupted)
                {
                    throw Failure();
                }
            }
        }
    }

    private static FirewallException Failure() =>
        new($"network interfaces can't be listed: {NetlinkErrors.Explain(Marshal.GetLastPInvokeError())}");
}
