using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform.SharedFiles;

/// <summary>The right to change the file, held until disposed.</summary>
/// <remarks>
/// Two locks: the lock file, which nobody else can open, decides and keeps order while the file itself is replaced again and again. The
/// file's own lock is a courtesy to a process that may write the file but not its folder: whoever may read the file can hold that, and
/// mustn't keep us from writing. Both end with the process.
/// </remarks>
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

    /// <summary>Why nothing can be made beside the file (an errno), or 0 if it can.</summary>
    public int FolderError { get; }

    /// <summary>The file, open for reading, or null if there is none.</summary>
    public SafeFileHandle? File { get; }

    /// <summary>What was read last.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>Whether other names lead to the same file, which a replacement would cut off.</summary>
    public bool HasOtherNames => _read.Links > 1;

    /// <summary>Whether the file was missing until we made it. Kept in the lock file, so that it holds for other processes and after a
    /// crash.</summary>
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

        _order?.Dispose();
    }

    private static SafeFileHandle? OpenLock(SharedFilePaths paths, bool makes, out int error)
    {
        var file = LockFile.TryOpen(paths.Lock, makes, out var problem);

        // One that others could hold is as good as none; that the folder can't be written is another matter, which the way of writing
        // depends on.
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
                : new HostFileException($"Can't read {path}: it is no regular file. Set the path of one.");
        }

        return file;
    }
}
