namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Keeps processes that change our sets apart. Ends with the process that holds it.</summary>
internal sealed class FirewalldLock(FirewalldIpsetOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="FirewalldException">Others hold it for too long, or it can't be made.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                // Unshared means flock(2), held until it is closed.
                return new FileStream(options.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
            {
                throw new FirewalldException($"Can't lock {options.LockFile}: {e.Message}");
            }
            catch (IOException e) when (clock.GetElapsedTime(start) >= options.LockTimeout)
            {
                throw new FirewalldException($"Can't lock {options.LockFile} within {options.LockTimeout.TotalSeconds} s: {e.Message}");
            }
            catch (IOException)
            {
                // Somebody else's turn.
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
