using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>File operations that fail with an errno, so that an operator is told what helps.</summary>
internal static unsafe class LinuxFile
{
    /// <summary>Opens a file, never to be inherited by programs we start and never waiting for the other end of a pipe.</summary>
    public static SafeFileHandle Open(string path, int flags, uint mode = 0) =>
        TryOpen(path, flags, out var error, mode) ?? throw new HostFileException($"Can't open {path}", error);

    public static SafeFileHandle? TryOpen(string path, int flags, out int error, uint mode = 0)
    {
        int file;
        do
        {
            file = LinuxNative.Open(path, flags | LinuxNative.CloseOnExec | LinuxNative.NonBlocking, mode);
            error = file < 0 ? Marshal.GetLastPInvokeError() : 0;
        } while (error == LinuxError.Interrupted);
        return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
    }

    public static LinuxFileStatus Status(SafeFileHandle file)
    {
        LinuxFileStatus status;
        Check(
            LinuxNative.Status(file, string.Empty, LinuxNative.EmptyPath, LinuxNative.BasicStatus, &status),
            "Can't read the file's status"
        );
        return status;
    }

    /// <summary>What is at a path, or null if there is nothing or it can't be seen.</summary>
    public static LinuxFileStatus? TryStatus(string path, bool follow = true)
    {
        LinuxFileStatus status;
        var flags = follow ? 0 : LinuxNative.DontFollow;
        return LinuxNative.Status(LinuxNative.CurrentFolder, path, flags, LinuxNative.BasicStatus, &status) == 0 ? status : null;
    }

    /// <summary>0 if the user we run as may write it, else the errno.</summary>
    public static int CheckWritable(string path) =>
        LinuxNative.Access(LinuxNative.CurrentFolder, path, LinuxNative.MayWrite, LinuxNative.EffectiveUser) == 0
            ? 0
            : Marshal.GetLastPInvokeError();

    public static bool TryLock(SafeFileHandle file)
    {
        while (LinuxNative.Lock(file, LinuxNative.LockExclusive | LinuxNative.LockWithoutWaiting) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == LinuxError.WouldBlock)
            {
                return false;
            }

            if (error != LinuxError.Interrupted)
            {
                throw new HostFileException("Can't lock the file", error);
            }
        }

        return true;
    }

    /// <summary>Locks an open file if it still is the one at a path: a lock on one that was replaced or removed meanwhile keeps nobody
    /// out.</summary>
    /// <returns>False when another process holds it, or it isn't there any more. It stays open.</returns>
    /// <exception cref="HostFileException">It can't be locked; then it is closed.</exception>
    public static bool TryLockAt(SafeFileHandle file, string path)
    {
        try
        {
            return TryLock(file) && IsAt(file, path);
        }
        catch
        {
            Release(file);
            throw;
        }
    }

    /// <summary>Whether an open file still is the one at a path.</summary>
    public static bool IsAt(SafeFileHandle file, string path) =>
        TryStatus(path, follow: false) is { } there && there.IsSameFile(Status(file));

    /// <summary>Gives the lock back and closes.</summary>
    /// <remarks>Closing alone isn't enough: a program that is being started meanwhile holds a copy of the handle, and with it the lock,
    /// until it runs.</remarks>
    public static void Release(SafeFileHandle file)
    {
        if (!file.IsClosed)
        {
            _ = LinuxNative.Lock(file, LinuxNative.Unlock);
            file.Dispose();
        }
    }

    public static byte[] Read(SafeFileHandle file, int maxBytes)
    {
        var length = RandomAccess.GetLength(file);
        if (length > maxBytes)
        {
            throw new HostFileException($"The file has {length} bytes, more than the {maxBytes} allowed. Shorten it or raise the limit.");
        }

        var content = new byte[length];
        var read = 0;
        int count;
        while (read < content.Length && (count = RandomAccess.Read(file, content.AsSpan(read), read)) > 0)
        {
            read += count;
        }

        return read == content.Length ? content : content[..read];
    }

    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> content, string path)
    {
        fixed (byte* bytes = content)
        {
            nint written = 0;
            while (written < content.Length)
            {
                var count = LinuxNative.Write(file, bytes + written, (nuint)(content.Length - written), written);
                var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error != 0 && error != LinuxError.Interrupted)
                {
                    throw new HostFileException($"Can't write {path}", error);
                }

                written += Math.Max(count, 0);
            }
        }

        Flush(file, path);
    }

    public static void Flush(SafeFileHandle file, string path) => Check(LinuxNative.Flush(file), $"Can't write {path} to disk");

    /// <summary>Makes names made, changed or removed in a folder outlive a power cut.</summary>
    public static void FlushFolder(string folder)
    {
        // Some network and FUSE file systems can't, and a folder may be closed to reading; the change is made all the same, and failing it
        // would be untrue.
        using var handle = TryOpen(folder, LinuxNative.ReadOnly, out _);
        _ = handle is null ? 0 : LinuxNative.Flush(handle);
    }

    /// <summary>Puts one file in the place of another and the other in its place; false where the file system can't.</summary>
    public static bool TrySwap(string one, string other) =>
        LinuxNative.Rename(LinuxNative.CurrentFolder, one, LinuxNative.CurrentFolder, other, LinuxNative.Exchange) == 0;

    public static void Delete(string path) => _ = LinuxNative.Unlink(path);

    public static void Check(int answer, string what)
    {
        if (answer != 0)
        {
            throw new HostFileException(what, Marshal.GetLastPInvokeError());
        }
    }
}
