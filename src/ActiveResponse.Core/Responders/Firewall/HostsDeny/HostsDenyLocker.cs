using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Waits for a lock on whatever file is at a path, until one common deadline.</summary>
internal sealed class HostsDenyLocker(TimeSpan timeout, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly long _start = clock.GetTimestamp();

    /// <summary>Opens and locks it.</summary>
    /// <returns>The locked file, or null if <paramref name="open"/> has none.</returns>
    public async ValueTask<SafeFileHandle?> LockAsync(string path, Func<SafeFileHandle?> open, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (open() is not { } file)
            {
                return null;
            }

            if (TryLock(file, path))
            {
                return file;
            }

            LinuxFile.Release(file);
            if (clock.GetElapsedTime(_start) >= timeout)
            {
                throw new HostsDenyException(
                    $"Another process has held {path} locked for {timeout.TotalSeconds:0.#} s. Look who does (lsof), or allow more time.");
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // What was locked may have been replaced or removed while we waited; a lock on that keeps nobody out.
    private static bool TryLock(SafeFileHandle file, string path)
    {
        try
        {
            if (LinuxFile.TryLock(file) && LinuxFile.TryStatus(path, follow: false) is { } there && there.IsSameFile(LinuxFile.Status(file)))
            {
                return true;
            }
        }
        catch
        {
            LinuxFile.Release(file);
            throw;
        }

        return false;
    }
}
