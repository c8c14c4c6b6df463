using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>A bpf file system of a test's own, below the folder for temporary files; unmounted when the test ends, which frees all that it
/// keeps.</summary>
internal sealed partial class BpfFolder : IDisposable
{
    private const int Detach = 2;

    private BpfFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one; skips the test where that isn't possible.</summary>
    public static BpfFolder Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "XDP takes root on Linux.");
        var folder = Directory.CreateTempSubdirectory("ar-bpf-").FullName;
        if (Mount("bpf", folder, "bpf", 0, 0) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            Directory.Delete(folder);
            Assert.Skip($"No bpf file system can be mounted here: {new Win32Exception(error).Message}");
        }

        return new BpfFolder(folder);
    }

    /// <summary>What it has, one path in a line; empty if nothing.</summary>
    public string Describe() =>
        string.Join(
            '\n',
            Directory
                .EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
                .Select(path => System.IO.Path.GetRelativePath(Path, path))
                .Order(StringComparer.Ordinal)
        );

    public void Dispose()
    {
        _ = Unmount(Path, Detach);
        Directory.Delete(Path);
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string kind, nuint flags, nint data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
