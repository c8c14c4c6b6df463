using ActiveResponse.Platform.SharedFiles;

namespace ActiveResponse.Sqlite.Files;

/// <summary>Tells whether the files of an open store are still those that were opened. SQLite goes on writing into a file that was deleted.
/// Linux only.</summary>
internal sealed class FileWatch
{
    // Below this size SQLite doesn't shorten what is written ahead by itself.
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

    /// <summary>Takes the files as they are now, as far as they are those that were seen before.</summary>
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

    /// <summary>Takes another file at a path for the one that belongs there.</summary>
    public void Forget(string path) => _known[Array.FindIndex(_files, file => file.Path == path)] = null;

    /// <summary>Whether what is at the path of one of the files is the file that was opened.</summary>
    public bool IsOurs(string path)
    {
        var at = Array.FindIndex(_files, file => file.Path == path);
        return _known[at] is { } known && LinuxFile.TryStatus(path) is { } now && now.IsSameFile(known);
    }

    /// <summary>Whether the lock file is still the one that is locked.</summary>
    public bool IsLockOurs => _known[^1] is null || IsOurs(_files[^1].Path);

    /// <summary>What has happened to the files but the lock; null for nothing.</summary>
    /// <param name="isSound">Says whether a file that somebody has written to holds what it should: a program may have packed the database,
    /// or written it back.</param>
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
