using ActiveResponse.Platform;

namespace ActiveResponse.Sqlite.Files;

/// <summary>
/// Checks that the files of an open store are still those that were opened: SQLite keeps writing into a deleted file. Linux only.
/// </summary>
internal sealed class FileWatch
{
    // SQLite doesn't shorten a smaller write-ahead log by itself.
    private const ulong ShortestWal = 64 * 1024 * 1024;

    private readonly (string Path, string What)[] _files;
    private readonly LinuxFileStatus?[] _known;

    public FileWatch(StorePaths paths)
    {
        _files =
        [
            (paths.Database, "the file"),
            (paths.Companions[0], "its -wal file"),
            (paths.Companions[1], "its -shm file"),
            (paths.Lock, "its lock file"),
        ];
        _known = new LinuxFileStatus?[_files.Length];
    }

    /// <summary>Records the current files, unless they have been replaced.</summary>
    public void Note()
    {
        for (var i = 0; i < _files.Length && OperatingSystem.IsLinux(); i++)
        {
            if (LinuxFile.TryStatus(_files[i].Path) is { } now && (_known[i] is not { } before || now.IsSameFile(before)))
            {
                _known[i] = now;
            }
        }
    }

    /// <summary>Accepts another file at a path.</summary>
    public void Forget(string path) => _known[Array.FindIndex(_files, file => file.Path == path)] = null;

    /// <summary>Whether the file at a path is the one that was opened.</summary>
    public bool IsOurs(string path)
    {
        var at = Array.FindIndex(_files, file => file.Path == path);
        return _known[at] is { } known && LinuxFile.TryStatus(path) is { } now && now.IsSameFile(known);
    }

    /// <summary>Whether the lock file is still the locked one.</summary>
    public bool IsLockOurs => _known[^1] is null || IsOurs(_files[^1].Path);

    /// <summary>Returns what happened to the files other than the lock; null for nothing.</summary>
    /// <param name="isSound">Checks the content of a file that somebody wrote: a program may have vacuumed the database or copied it
    /// back.</param>
    // Long: one case per kind of change to a file.
    public string? WhatIsWrong(Func<bool> isSound)
    {
        for (var i = 0; i < _files.Length - 1; i++)
        {
            if (_known[i] is not { } before)
            {
                continue;
            }

            var (path, what) = _files[i];
            if (LinuxFile.TryStatus(path) is not { } now)
            {
                return $"{what} is gone";
            }

            if (!now.IsSameFile(before))
            {
                return $"another file is in the place of {what[(what.IndexOf(' ') + 1)..]}";
            }

            var isShorter = now.Size < before.Size && (i == 0 || now.Size < ShortestWal);
            var isSuspect = i switch
            {
                0 => !now.IsUnchanged(before),
                1 => isShorter,
                _ => false,
            };
            if (isSuspect && ((i == 0 && now.Size == 0) || !isSound()))
            {
                return isShorter ? $"{what} was cut short" : $"{what} was written by somebody else";
            }

            _known[i] = now;
        }

        return null;
    }
}
