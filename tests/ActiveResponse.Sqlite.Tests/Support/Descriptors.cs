using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Sqlite.Tests.Support;

/// <summary>Open files of this process, as a program that is being started has them until it is executed.</summary>
internal static partial class Descriptors
{
    /// <summary>A second descriptor of a file that is open, with the same locks.</summary>
    public static SafeFileHandle CopyOf(string path)
    {
        var number = Directory.EnumerateFileSystemEntries("/proc/self/fd").First(entry => new FileInfo(entry).LinkTarget == path);
        var copy = Duplicate(int.Parse(Path.GetFileName(number), CultureInfo.InvariantCulture));
        copy.Should().BeGreaterThanOrEqualTo(0);
        return new SafeFileHandle(copy, ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
