using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>The calls of Linux that lock files take. The base library follows links, and says neither who owns what it opened nor why it
/// can't.</summary>
internal static unsafe partial class LockCalls
{
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int OwnerOnly = 0x180;
    public const int Folder = 0x1c0;
    public const int WouldBlock = 11;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int TooManyLinks = 40;

    private const int LockExclusive = 2;
    private const int LockWithoutWaiting = 4;
    private const int Unlock = 8;
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const int DontFollow = 0x100;
    private const uint BasicStatus = 0x7ff;
    private const uint Exchange = 2;

    // The one flag that differs: ARM keeps the number of older systems.
    public static int NoLinks => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DeleteFolder(string path);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Delete(string path);

    /// <summary>Puts one file in the place of another and the other in its place; false where the file system can't.</summary>
    public static bool TrySwap(string one, string other) => Rename(CurrentFolder, one, CurrentFolder, other, Exchange) == 0;

    /// <summary>0 when the lock is ours, else the errno.</summary>
    public static int TryLock(SafeFileHandle file)
    {
        int error;
        do
        {
            error = Lock(file, LockExclusive | LockWithoutWaiting) == 0 ? 0 : Marshal.GetLastPInvokeError();
        } while (error == Interrupted);
        return error;
    }

    /// <summary>Gives the lock back and closes.</summary>
    /// <remarks>Closing alone isn't enough: a program that is being started holds a copy of the descriptor, and with it the lock, until it
    /// runs.</remarks>
    public static void Release(SafeFileHandle file)
    {
        if (!file.IsClosed)
        {
            _ = Lock(file, Unlock);
            file.Dispose();
        }
    }

    public static LockFileStatus? Status(SafeFileHandle file)
    {
        var status = stackalloc byte[256];
        return StatX(file, string.Empty, EmptyPath, BasicStatus, status) == 0 ? new LockFileStatus(status) : null;
    }

    public static LockFileStatus? Status(string path)
    {
        var status = stackalloc byte[256];
        return StatX(CurrentFolder, path, DontFollow, BasicStatus, status) == 0 ? new LockFileStatus(status) : null;
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, void* status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, void* status);
}
