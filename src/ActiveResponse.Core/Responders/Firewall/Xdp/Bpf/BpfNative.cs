using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>The system call <c>bpf(2)</c>, which the C library has no function for.</summary>
internal static unsafe partial class BpfNative
{
    // The verifier stops for a signal, and a runtime sends its threads many.
    private const int MostAttempts = 100;

    private static nint Number =>
        RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 321,
            Architecture.X86 => 357,
            Architecture.Arm or Architecture.Armv6 => 386,
            Architecture.S390x => 351,
            Architecture.Ppc64le => 361,
            // All later ones, and ARM of 64 bits, share a table.
            _ => 280,
        };

    /// <summary>Makes a call, again if a signal interrupts it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="attributes"><c>union bpf_attr</c>, as far as the command uses it.</param>
    /// <param name="error">0, or an errno.</param>
    /// <returns>The kernel's answer.</returns>
    public static int Call(BpfCommand command, Span<ulong> attributes, out int error)
    {
        fixed (ulong* start = attributes)
        {
            for (var attempt = 1; ; attempt++)
            {
                var answer = (int)Call(Number, (nint)command, start, attributes.Length * sizeof(ulong));
                error = answer < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (attempt == MostAttempts || error is not (BpfErrors.Interrupted or BpfErrors.WouldBlock))
                {
                    return answer;
                }
            }
        }
    }

    /// <summary>Makes a call that opens a file; the kernel sets close-on-exec.</summary>
    /// <returns>The file, or null.</returns>
    public static SafeFileHandle? Open(BpfCommand command, Span<ulong> attributes, out int error)
    {
        var file = Call(command, attributes, out error);
        return error == 0 ? new SafeFileHandle(file, ownsHandle: true) : null;
    }

    /// <summary>Two halves of a word of attributes, the first one first in memory.</summary>
    public static ulong Pair(uint first, uint second) =>
        BitConverter.IsLittleEndian ? first | ((ulong)second << 32) : second | ((ulong)first << 32);

    public static uint Of(SafeFileHandle file) => (uint)file.DangerousGetHandle();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint command, void* attributes, nint size);
}
