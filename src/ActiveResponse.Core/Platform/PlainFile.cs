using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Opens regular files only: opening a FIFO would wait for a writer, maybe forever.</summary>
internal static partial class PlainFile
{
    private const int NoEntry = 2;
    private const int NotPermitted = 1;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;

    // O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, the same on all Linux architectures that .NET supports.
    private const int ReadWithoutWaiting = 0x100 | 0x800 | 0x80000;

    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int Fifo = 0x1000;
    private const int Regular = 0x8000;

    /// <summary>Opens a file for reading while others may write, rename or delete it.</summary>
    /// <exception cref="IOException">It doesn't exist, isn't a regular file, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it or enter its folder.</exception>
    public static Stream Open(string path) =>
        OperatingSystem.IsLinux()
            ? OpenLinux(path)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.None);

    /// <summary>Why a file can't be read, for an operator; null if it merely doesn't exist.</summary>
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
                    Folder => "it is a folder, but a file is needed",
                    Fifo => "it is a FIFO, but a file is needed",
                    _ => "it is not a regular file, but a regular file is needed",
                }
            );
        }

        return new FileStream(handle, FileAccess.Read, bufferSize: 1);
    }

    private static Exception Failure(int error, string path) =>
        error switch
        {
            NoEntry => new FileNotFoundException("it doesn't exist", path),
            NotADirectory => new DirectoryNotFoundException("it doesn't exist"),
            AccessDenied or NotPermitted => new UnauthorizedAccessException("this user may not read it"),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
        };

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle OpenFile(string path, int flags);
}
