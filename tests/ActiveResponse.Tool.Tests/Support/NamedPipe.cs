using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>Looks into a named pipe of Linux.</summary>
internal static partial class NamedPipe
{
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const nuint BytesToRead = 0x541B;

    /// <summary>How many bytes nobody has read yet; 0 while the pipe isn't there.</summary>
    public static int Unread(string path)
    {
        var pipe = Open(path, ReadWrite | NonBlocking | CloseOnExec);
        if (pipe < 0)
        {
            return 0;
        }

        try
        {
            return Control(pipe, BytesToRead, out var count) == 0 ? count : 0;
        }
        finally
        {
            _ = Close(pipe);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int file, nuint request, out int count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
