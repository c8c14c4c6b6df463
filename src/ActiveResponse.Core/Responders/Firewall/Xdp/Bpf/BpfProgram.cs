using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>Loads programs that see packets before the network stack does.</summary>
internal static unsafe class BpfProgram
{
    /// <summary>The kind of attachment, for programs and links.</summary>
    public const uint Xdp = 37;

    private const uint Kind = 6;

    // BPF_F_XDP_HAS_FRAGS, Linux 5.18: packets larger than a page come in parts, of which the program sees the first.
    private const uint TakesParts = 1 << 5;

    private const int LogLength = 1 << 20;

    /// <summary>Loads a program. It lasts as long as somebody has it open, or it is attached.</summary>
    /// <param name="name">Letters, digits and <c>_</c>, 15 at most; others see it.</param>
    /// <param name="licence">Its licence; some helpers are only for programs under the GPL.</param>
    /// <param name="code">Its instructions.</param>
    /// <exception cref="BpfException">The kernel refuses it; the text ends with the last lines of the verifier's log.</exception>
    public static SafeFileHandle Load(string name, string licence, ReadOnlySpan<byte> code)
    {
        if (Load(name, licence, code, TakesParts, [], out var error) is { } file)
        {
            return file;
        }

        if (error == BpfErrors.Invalid && Load(name, licence, code, 0, [], out error) is { } older)
        {
            return older;
        }

        // The log slows the verifier down.
        var log = new byte[LogLength];
        return Load(name, licence, code, 0, log, out error)
            ?? throw new BpfException(error, $"the program {name} can't be loaded: {BpfErrors.Explain(error)}{EndOf(log)}");
    }

    private static SafeFileHandle? Load(string name, string licence, ReadOnlySpan<byte> code, uint flags, byte[] log, out int error)
    {
        Span<ulong> attributes = stackalloc ulong[9];
        attributes.Clear();
        fixed (byte* instructions = code)
        fixed (byte* text = Encoding.ASCII.GetBytes(licence + '\0'))
        fixed (byte* report = log)
        {
            attributes[0] = BpfNative.Pair(Kind, (uint)(code.Length / BpfInstruction.Length));
            attributes[1] = (ulong)instructions;
            attributes[2] = (ulong)text;
            attributes[3] = BpfNative.Pair(log.Length == 0 ? 0u : 1u, (uint)log.Length);
            attributes[4] = (ulong)report;
            attributes[5] = BpfNative.Pair(0, flags);
            Encoding.ASCII.GetBytes(name, MemoryMarshal.AsBytes(attributes)[48..]);
            attributes[8] = BpfNative.Pair(0, Xdp);
            return BpfNative.Open(BpfCommand.ProgramLoad, attributes, out error);
        }
    }

    /// <summary>What the verifier objects to is in the last lines, before its statistics.</summary>
    private static string EndOf(byte[] log)
    {
        var lines = Encoding.ASCII.GetString(log).TrimEnd('\0').Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var told = lines.Where(static line => !line.StartsWith("processed ", StringComparison.Ordinal)).TakeLast(3).ToList();
        return told.Count == 0 ? "" : $" The verifier: {string.Join(" | ", told)}";
    }
}
