using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform.SharedFiles;

/// <summary>Waits for locks on a file and its lock file, with one common deadline.</summary>
internal sealed class SharedFileLocker(TimeSpan timeout, TimeProvider clock)
{
    // Long enough for a process like this one to finish a write, short enough not to lose a block to a process that may only read the file.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(200);

    private readonly long _start = clock.GetTimestamp();

    /// <summary>Opens and locks it.</summary>
    /// <returns>The locked file, or null if <paramref name="open"/> returns none.</returns>
    public async ValueTask<SafeFileHandle?> LockAsync(string path, Func<SafeFileHandle?> open, CancellationToken cancellationToken)
    {
        var pause = new LockPause(clock);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (open() is not { } file)
            {
                return null;
            }

            if (LinuxFile.TryLockAt(file, path))
            {
                return file;
            }

            LinuxFile.Release(file);
            if (clock.GetElapsedTime(_start) >= timeout)
            {
                throw new HostFileException(
                    $"Another process has held {path} locked for {timeout.TotalSeconds:0.#} s. Find out which (lsof), or allow more time."
                );
            }

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the file itself and locks it, or goes on without the lock if someone holds it for longer than a write
    /// takes.</summary>
    /// <returns>The file, or null if <paramref name="open"/> returns none.</returns>
    public async ValueTask<SafeFileHandle?> OpenAsync(string path, Func<SafeFileHandle?> open, CancellationToken cancellationToken)
    {
        var pause = new LockPause(clock);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = open();
            if (file is null || LinuxFile.TryLockAt(file, path) || (pause.Elapsed >= Courtesy && LinuxFile.IsAt(file, path)))
            {
                return file;
            }

            LinuxFile.Release(file);
            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a lock elsewhere where none can be created beside the file.</summary>
    public ValueTask<IDisposable> OrderAsync(string path, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
        var elsewhere = new FileLock(LockPlace.AllOf($"/run/active-response-hosts-{name}.lock"), timeout, clock);
        return elsewhere.TakeAsync(cancellationToken);
    }
}
