using System.Globalization;
using System.Runtime.InteropServices;
using ActiveResponse.Platform;
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

    /// <summary>The lock that a store leaves when its process ends in the middle of starting a program.</summary>
    /// <param name="path">The lock file.</param>
    /// <param name="holder">Who it says has it.</param>
    public static SafeFileHandle Lock(string path, string holder)
    {
        File.WriteAllText(path, holder);
        var file = new SafeFileHandle(LinuxNative.Open(path, LinuxNative.ReadWrite | LinuxNative.CloseOnExec, 0), ownsHandle: true);
        LinuxNative.Lock(file, LinuxNative.LockExclusive | LinuxNative.LockWithoutWaiting).Should().Be(0);
        return file;
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
