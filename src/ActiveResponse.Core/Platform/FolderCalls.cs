using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>The calls of Linux that act on a name within a folder that was opened before, and on open files.</summary>
internal static unsafe partial class FolderCalls
{
    public const int CurrentFolder = -100;
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int DontFollowStatus = 0x100;
    public const int RemoveFolder = 0x200;
    public const int Exists = 17;
    public const int NotThere = 2;
    public const int IsFolder = 21;

    /// <summary><c>O_NOFOLLOW</c>; ARM and POWER have numbers of their own.</summary>
    public static int DontFollow => HasOwnNumbers ? 0x8000 : 0x20000;

    /// <summary><c>O_DIRECTORY</c>.</summary>
    public static int Folder => HasOwnNumbers ? 0x4000 : 0x10000;

    private static bool HasOwnNumbers =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Armv6 or Architecture.Arm64 or Architecture.Ppc64le;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolderAt(int folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RemoveAt(int folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(int folder, string name, int newFolder, string newName);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwnerAt(int folder, string name, uint owner, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(int file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(int file, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int folder, string path, int flags, uint mask, void* status);
}
