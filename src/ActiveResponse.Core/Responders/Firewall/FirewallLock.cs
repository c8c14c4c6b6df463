namespace ActiveResponse.Responders.Firewall;

/// <summary>Keeps processes apart that read a firewall's list and write it anew: a file that only one of them has open.</summary>
/// <remarks>The system closes the file when a process ends, however it ends. The file stays, empty.</remarks>
internal sealed class FirewallLock(string path, TimeSpan timeout, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the lock, which is held until what is returned is disposed.</summary>
    /// <exception cref="FirewallRunException">Another process held it for too long, or the file can't be made.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or PathTooLongException)
            {
                throw new FirewallRunException($"The lock file can't be made: {e.Message}");
            }
            catch (IOException e) when (clock.GetElapsedTime(start) >= timeout)
            {
                throw new FirewallRunException($"Another process has held the lock file for {timeout.TotalSeconds:0.#} s: {e.Message}");
            }
            catch (IOException)
            {
                // Somebody else has it open.
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses a path or a time that can't be meant.</summary>
    public static void Check(string path, TimeSpan timeout)
    {
        if (!Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(path))
        {
            throw new ArgumentException($"The lock file must be a full path of a file, and '{path}' is none.", nameof(path));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMinutes(10));
    }
}
