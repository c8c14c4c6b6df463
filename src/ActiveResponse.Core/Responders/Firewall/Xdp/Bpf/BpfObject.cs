using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>What maps, programs and links have in common: pins, and descriptions.</summary>
internal static unsafe class BpfObject
{
    // In bytes; the kernel fills what it knows.
    private const int DescriptionLength = 256;

    /// <summary>Gives an object a name in a bpf file system, which keeps it.</summary>
    /// <returns>0, or an errno.</returns>
    public static int Pin(SafeFileHandle file, string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            Span<ulong> attributes = [(ulong)name, BpfNative.Pair(BpfNative.Of(file), 0)];
            _ = BpfNative.Call(BpfCommand.Pin, attributes, out var error);
            return error;
        }
    }

    /// <summary>Opens the object of a name.</summary>
    /// <returns>Its file, or null.</returns>
    public static SafeFileHandle? Open(string path, out int error)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            Span<ulong> attributes = [(ulong)name, 0];
            return BpfNative.Open(BpfCommand.OpenPin, attributes, out error);
        }
    }

    /// <summary>Describes a map.</summary>
    public static BpfMapForm? DescribeMap(SafeFileHandle file)
    {
        Span<uint> words = stackalloc uint[DescriptionLength / sizeof(uint)];
        words.Clear();
        return Describe(file, words)
            ? new BpfMapForm(NameAt(words, 24), (BpfMapKind)words[0], (int)words[2], (int)words[3], (int)words[4])
            : null;
    }

    /// <summary>Describes a program.</summary>
    public static BpfProgramFacts? DescribeProgram(SafeFileHandle file)
    {
        const int MostMaps = 16;
        var maps = stackalloc uint[MostMaps];
        Span<uint> words = stackalloc uint[DescriptionLength / sizeof(uint)];
        words.Clear();
        words[13] = MostMaps;
        MemoryMarshal.Cast<uint, ulong>(words)[7] = (ulong)maps;
        return Describe(file, words)
            ? new BpfProgramFacts(
                words[1],
                NameAt(words, 64),
                words[12],
                MemoryMarshal.Cast<uint, ulong>(words)[1],
                [.. new Span<uint>(maps, (int)Math.Min(words[13], MostMaps))]
            )
            : null;
    }

    /// <summary>The program of a link and its interface, which is 0 once that is gone; null if the kernel doesn't say.</summary>
    public static (uint Program, int Interface)? DescribeLink(SafeFileHandle file)
    {
        Span<uint> words = stackalloc uint[DescriptionLength / sizeof(uint)];
        words.Clear();
        return Describe(file, words) ? (words[2], (int)words[4]) : null;
    }

    /// <summary>The number of a map, program or link among those of its kind; 0 if the kernel doesn't say.</summary>
    public static uint NumberOf(SafeFileHandle file)
    {
        Span<uint> words = stackalloc uint[DescriptionLength / sizeof(uint)];
        words.Clear();
        return Describe(file, words) ? words[1] : 0;
    }

    /// <summary>Opens a program by its number. Needs CAP_SYS_ADMIN.</summary>
    public static SafeFileHandle? OpenProgram(uint number) => BpfNative.Open(BpfCommand.ProgramById, [BpfNative.Pair(number, 0)], out _);

    private static bool Describe(SafeFileHandle file, Span<uint> words)
    {
        fixed (uint* start = words)
        {
            Span<ulong> attributes = [BpfNative.Pair(BpfNative.Of(file), DescriptionLength), (ulong)start];
            _ = BpfNative.Call(BpfCommand.Describe, attributes, out var error);
            return error == 0;
        }
    }

    private static string NameAt(Span<uint> words, int offset)
    {
        var name = MemoryMarshal.AsBytes(words).Slice(offset, 16);
        var end = name.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? name : name[..end]);
    }
}
