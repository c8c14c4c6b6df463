using System.Runtime.InteropServices;

namespace ActiveResponse.CliWrap;

/// <summary>The calls of Linux that neither .NET nor CliWrap has a name for.</summary>
internal static partial class Libc
{
    public const int SigKill = 9;
    public const int SigTerm = 15;
    private const int DuplicateCloseOnExec = 1030;

    /// <summary>Sends a signal to a process, or with a negative number to a group; false when there is none.</summary>
    public static bool Signal(int process, int signal) => Kill(process, signal) == 0;

    /// <summary>Another descriptor of the same pipe, which programs don't inherit; negative when there is none left.</summary>
    public static int Duplicate(SafeHandle pipe) => Control(pipe, DuplicateCloseOnExec, 3);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeHandle descriptor, int command, int argument);
}
