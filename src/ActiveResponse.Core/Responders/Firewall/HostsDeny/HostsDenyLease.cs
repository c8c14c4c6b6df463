using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>The right to change the deny file, held until disposed.</summary>
/// <remarks>
/// Two locks: the lock file, which keeps order while the file itself is replaced again and again, and the file, which keeps order with a process that may
/// write the file but not its folder. All of them end with the process.
/// </remarks>
internal sealed class HostsDenyLease : IDisposable
{
    private readonly HostsDenyPaths _paths;
    private readonly SafeFileHandle? _lock;
    private readonly int _maxBytes;
    private LinuxFileStatus _read;

    private HostsDenyLease(HostsDenyPaths paths, SafeFileHandle? lockFile, int folderError, SafeFileHandle? file, int maxBytes)
    {
        _paths = paths;
        _lock = lockFile;
        _maxBytes = maxBytes;
        FolderError = folderError;
        File = file;
    }

    /// <summary>Why nothing can be made beside the file (an errno), or 0 if it can.</summary>
    public int FolderError { get; }

    /// <summary>The file, open for reading, or null if there is none.</summary>
    public SafeFileHandle? File { get; }

    /// <summary>What was read last.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>Whether other names lead to the same file, which a replacement would cut off.</summary>
    public bool HasOtherNames => _read.Links > 1;

    /// <summary>Whether the file was missing until we made it. Kept in the lock file, so that it holds for other processes and after a crash.</summary>
    public bool WasMadeByUs
    {
        get => _lock is not null && RandomAccess.GetLength(_lock) > 0;
        set
        {
            if (value)
            {
                LinuxFile.Write(_lock!, "The file beside this one was made by active-response.\n"u8, _paths.Lock);
            }
            else
            {
                LinuxFile.Check(LinuxNative.Truncate(_lock!, 0), $"Can't write {_paths.Lock}");
            }
        }
    }

    public static async ValueTask<HostsDenyLease> TakeAsync(
        HostsDenyPaths paths, HostsDenyLocker locker, int maxBytes, bool makesLock, CancellationToken cancellationToken)
    {
        var error = 0;
        var flags = LinuxNative.ReadWrite | (makesLock ? LinuxNative.Create : 0);
        var lockFile = await locker.LockAsync(
            paths.Lock, () => LinuxFile.TryOpen(paths.Lock, flags, out error, mode: 0x180), cancellationToken).ConfigureAwait(false);
        try
        {
            var file = await locker.LockAsync(paths.File, () => OpenFile(paths.File), cancellationToken).ConfigureAwait(false);
            return new HostsDenyLease(paths, lockFile, error, file, maxBytes);
        }
        catch
        {
            if (lockFile is not null)
            {
                LinuxFile.Release(lockFile);
            }

            throw;
        }
    }

    public byte[] Read()
    {
        if (File is not null)
        {
            _read = LinuxFile.Status(File);
            Content = LinuxFile.Read(File, _maxBytes);
        }

        return Content;
    }

    /// <summary>Whether the file still is what was read: an editor knows nothing of our locks.</summary>
    public bool IsCurrent()
    {
        var there = LinuxFile.TryStatus(_paths.File);
        if (File is null || there is not { } status)
        {
            return File is null && there is null;
        }

        // Times move in steps of some milliseconds, so that a quick change of the same length is seen by its bytes alone.
        return status.IsUnchanged(_read) && LinuxFile.Read(File, _maxBytes).AsSpan().SequenceEqual(Content);
    }

    public void Dispose()
    {
        if (File is not null)
        {
            LinuxFile.Release(File);
        }

        if (_lock is not null)
        {
            LinuxFile.Release(_lock);
        }
    }

    private static SafeFileHandle? OpenFile(string path)
    {
        var file = LinuxFile.TryOpen(path, LinuxNative.ReadOnly, out var error);
        if (file is null)
        {
            return error == LinuxError.NoEntry ? null : throw new HostsDenyException($"Can't read {path}", error);
        }

        var status = LinuxFile.Status(file);
        if (!status.IsRegularFile)
        {
            file.Dispose();
            throw status.IsDirectory
                ? new HostsDenyException($"Can't read {path}", LinuxError.IsDirectory)
                : new HostsDenyException($"Can't read {path}: it is no regular file. Set the path of one.");
        }

        return file;
    }
}
