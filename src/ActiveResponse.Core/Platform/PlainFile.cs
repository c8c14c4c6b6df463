using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Opens regular files and nothing else: to open a FIFO would wait for somebody who writes to it, maybe for ever.</summary>
internal static partial class PlainFile
{
    private const int NoEntry = 2;
    private const int NotPermitted = 1;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;

    // O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, the same on all Linux architectures .NET runs on.
    private const int ReadWithoutWaiting = 0x100 | 0x800 | 0x80000;

    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int Fifo = 0x1000;
    private const int Regular = 0x8000;

    /// <summary>Opens a file for reading, beside others that write, rename or delete it.</summary>
    /// <exception cref="IOException">It isn't there, is no regular file, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it, or not enter its folder.</exception>
    public static Stream Open(string path) =>
        OperatingSystem.IsLinux()
            ? OpenLinux(path)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.None);

    /// <summary>Why a file can't be read, for a person; null when it only isn't there.</summary>
    public static string? Explain(Exception trouble) =>
        trouble switch
        {
            FileNotFoundException or DirectoryNotFoundException => null,
            UnauthorizedAccessException => "this user may not read it or may not enter its folder: give the agent's user the right to",
            _ => trouble.Message,
        };

    [SupportedOSPlatform("linux")]
    private static FileStream OpenLinux(string path)
    {
        var handle = OpenFile(path, ReadWithoutWaiting);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw Failure(error, path);
        }

        if ((FileIdentity.ModeOf(handle) & TypeMask) is var type && type != Regular)
        {
            handle.Dispose();
            throw new IOException(
                type switch
                {
                    Folder => "it is a folder, and a file is needed",
                    Fifo => "it is a FIFO, and a file is needed",
                    _ => "it is no regular file, and one is needed",
                }
            );
        }

        return new FileStream(handle, FileAccess.Read, bufferSize: 1);
    }

    private static Exception Failure(int error, string path) =>
        error switch
        {
            NoEntry => new FileNotFoundException("it is not there", path),
            NotADirectory => new DirectoryNotFoundException("it is not there"),
            AccessDenied or NotPermitted => new UnauthorizedAccessException("this user may not read it"),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
        };

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle OpenFile(string path, int flags);
}
