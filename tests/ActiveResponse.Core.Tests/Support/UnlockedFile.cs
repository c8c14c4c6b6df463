using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Tests.Support;

/// <summary>
/// Reads a file that others write and lock. The base library takes a shared lock to read, fails where a writer has the file locked, and
/// holds up a writer in turn: for good, where the writer waits on a clock that a test moves.
/// </summary>
internal static partial class UnlockedFile
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <summary>Its text; empty when it isn't there.</summary>
    public static string Text(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }

        var file = Open(path, ReadOnly | CloseOnExec);
        if (file < 0)
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(new SafeFileHandle(file, ownsHandle: true), FileAccess.Read));
        return reader.ReadToEnd();
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
