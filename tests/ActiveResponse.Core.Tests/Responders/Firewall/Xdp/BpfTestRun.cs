using System.Runtime.InteropServices;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Has the kernel run a program on a packet, without any interface.</summary>
internal static unsafe class BpfTestRun
{
    /// <summary>Runs it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="packet">At least 14 bytes.</param>
    /// <param name="repeat">How often.</param>
    /// <returns>Its result, and how many nanoseconds a run took.</returns>
    public static (int Result, uint Nanoseconds) Run(SafeFileHandle program, ReadOnlySpan<byte> packet, int repeat = 1)
    {
        fixed (byte* start = packet)
        {
            Span<ulong> attributes =
            [
                BpfNative.Pair(BpfNative.Of(program), 0),
                BpfNative.Pair((uint)packet.Length, 0),
                (ulong)start,
                0,
                BpfNative.Pair((uint)repeat, 0),
            ];
            _ = BpfNative.Call(BpfCommand.ProgramTestRun, attributes, out var error);
            var words = MemoryMarshal.Cast<ulong, uint>(attributes);
            return error == 0 ? ((int)words[1], words[9]) : throw new BpfException(error, BpfErrors.Explain(error));
        }
    }
}
