using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Keeps processes of this library apart by a file that no other user can open. The lock ends with the process; the file
/// stays.</summary>
/// <param name="places">Where the file may be, best first.</param>
/// <param name="wait">How long to wait for other processes in total.</param>
/// <param name="clock">Measures the wait.</param>
internal sealed class FileLock(IReadOnlyList<LockPlace> places, TimeSpan wait, TimeProvider clock)
{
    // Once a place works, it is kept: processes that lock different files don't exclude each other.
    private LockPlace? _place;

    public FileLock(string path, TimeSpan wait, TimeProvider clock)
        : this([new LockPlace(path)], wait, clock) { }

    /// <summary>Takes the lock until the returned object is disposed.</summary>
    /// <exception cref="HostFileException">Another process holds it too long, or the only place can't have the file.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var pause = new LockPause(clock);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var why) is { } held)
            {
                return held;
            }

            if (pause.Elapsed >= wait)
            {
                throw new HostFileException(
                    $"Can't lock {_place!.Path} within {wait.TotalSeconds:0.#} s: {why ?? "another process holds it"}. Find "
                        + "out who holds it (lsof), or allow more time."
                );
            }

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the lock if it is free.</summary>
    /// <exception cref="HostFileException">The only place can't have the file.</exception>
    public IDisposable? TryTake() => TryTake(out _);

    /// <summary>Why the only place can't have the file, or null.</summary>
    public string? WhyNot()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                OpenFirst()?.Dispose();
            }

            return null;
        }
        catch (HostFileException e)
        {
            return e.Message;
        }
    }

    private IDisposable? TryTake(out string? why)
    {
        why = null;
        if (!OperatingSystem.IsLinux())
        {
            return TryTakeElsewhere(out why);
        }

        if (OpenFirst() is not { } file)
        {
            return new Held(null);
        }

        if (LinuxFile.TryLockAt(file, _place!.Path))
        {
            return new Held(file);
        }

        LinuxFile.Release(file);
        return null;
    }

    // If all of several places fail, making the block matters more than the lock.
    private SafeFileHandle? OpenFirst()
    {
        LockFileProblem? first = null;
        foreach (var place in _place is { } known ? [known] : places)
        {
            if (place.TryOpen(out var problem) is { } file)
            {
                _place = place;
                return file;
            }

            first ??= problem;
        }

        return places.Count > 1 ? null : throw new HostFileException($"Can't lock {places[0].Path}: {first?.Reason}. {Remedy}");
    }

    private static string Remedy => Environment.IsPrivilegedProcess ? "Set another lock file." : "Run as root, or set another lock file.";

    private FileStream? TryTakeElsewhere(out string? why)
    {
        _place = places[0];
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            why = null;
            return new FileStream(_place.Path, options);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or PathTooLongException)
        {
            throw new HostFileException($"Can't lock {_place.Path}: {e.Message} Run as an administrator, or set another lock file.");
        }
        catch (IOException e)
        {
            why = e.Message.TrimEnd('.');
            return null;
        }
    }

    private sealed class Held(SafeFileHandle? file) : IDisposable
    {
        public void Dispose()
        {
            if (file is not null)
            {
                LinuxFile.Release(file);
            }
        }
    }
}
