using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Keeps processes apart that read a firewall's list and write it anew.</summary>
internal sealed class FirewallLock(string path, TimeSpan timeout, TimeProvider clock)
{
    private readonly FileLock _lock = new(path, timeout, clock);

    /// <summary>Takes the lock, which is held until what is returned is disposed.</summary>
    /// <exception cref="FirewallRunException">Another process held it for too long, or the file can't be made.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FileLockException e)
        {
            throw new FirewallRunException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FirewallRunException($"The lock file can't be made: {e.Message}");
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
