using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform.SharedFiles;

/// <summary>The right to change the file, until disposed.</summary>
/// <remarks>The lock file, which no other user can open, is the lock that counts, also while the file itself is replaced again and again.
/// The lock on the file is a courtesy to a process that may write the file but not its folder: any reader can hold it, and must not keep us
/// from writing. Both end with the process.</remarks>
internal sealed class SharedFileLease : IDisposable
{
    private readonly SharedFilePaths _paths;
    private readonly SafeFileHandle? _lock;
    private readonly IDisposable? _order;
    private readonly int _maxBytes;
    private LinuxFileStatus _read;

    private SharedFileLease(
        SharedFilePaths paths,
        SafeFileHandle? lockFile,
        IDisposable? order,
        int folderError,
        SafeFileHandle? file,
        int maxBytes
    )
    {
        _paths = paths;
        _lock = lockFile;
        _order = order;
        _maxBytes = maxBytes;
        FolderError = folderError;
        File = file;
    }

    /// <summary>Why no file can be created beside the file (an errno), or 0.</summary>
    public int FolderError { get; }

    /// <summary>The file, open for reading, or null if it doesn't exist.</summary>
    public SafeFileHandle? File { get; }

    /// <summary>The content read last.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>Whether the file has other names, which a replacement would detach.</summary>
    public bool HasOtherNames => _read.Links > 1;

    /// <summary>Whether we created the file. Stored in the lock file, for other processes and after a crash.</summary>
    public bool WasMadeByUs
    {
        get => _lock is not null && RandomAccess.GetLength(_lock) > 0;
        set
        {
            if (_lock is null)
            {
                return;
            }

            if (value)
            {
                LinuxFile.Write(_lock, "The file beside this one was made by active-response.\n"u8, _paths.Lock);
            }
            else
            {
                LinuxFile.Check(LinuxNative.Truncate(_lock, 0), $"Can't write {_paths.Lock}");
            }
        }
    }

    public static async ValueTask<SharedFileLease> TakeAsync(
        SharedFilePaths paths,
        SharedFileLocker locker,
        int maxBytes,
        bool makesLock,
        CancellationToken cancellationToken
    )
    {
        var error = 0;
        var note = await locker.LockAsync(paths.Lock, () => OpenLock(paths, makesLock, out error), cancellationToken).ConfigureAwait(false);
        IDisposable? order = null;
        try
        {
            if (note is null && makesLock)
            {
                order = await locker.OrderAsync(paths.File, cancellationToken).ConfigureAwait(false);
            }

            var file = await locker.OpenAsync(paths.File, () => OpenFile(paths.File), cancellationToken).ConfigureAwait(false);
            return new SharedFileLease(paths, note, order, error, file, maxBytes);
        }
        catch
        {
            order?.Dispose();
            if (note is not null)
            {
                LinuxFile.Release(note);
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

    /// <summary>Whether the file is unchanged since it was read: editors don't use our locks.</summary>
    public bool IsCurrent()
    {
        var there = LinuxFile.TryStatus(_paths.File);
        if (File is null || there is not { } status)
        {
            return File is null && there is null;
        }

        // Timestamps advance in steps of milliseconds: only the bytes reveal a quick change of the same length.
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

        _order?.Dispose();
    }

    private static SafeFileHandle? OpenLock(SharedFilePaths paths, bool makes, out int error)
    {
        var file = LockFile.TryOpen(paths.Lock, makes, out var problem);

        // A lock file that other users could lock counts as none. The error tells whether the folder can be written, which decides how to
        // write.
        error = file is not null ? 0 : problem?.Error ?? LinuxError.NoEntry;
        return file;
    }

    private static SafeFileHandle? OpenFile(string path)
    {
        var file = LinuxFile.TryOpen(path, LinuxNative.ReadOnly, out var error);
        if (file is null)
        {
            return error == LinuxError.NoEntry ? null : throw new HostFileException($"Can't read {path}", error);
        }

        var status = LinuxFile.Status(file);
        if (!status.IsRegularFile)
        {
            file.Dispose();
            throw status.IsDirectory
                ? new HostFileException($"Can't read {path}", LinuxError.IsDirectory)
                : new HostFileException($"Can't read {path}: it is not a regular file. Set the path of one.");
        }

        return file;
    }
}
