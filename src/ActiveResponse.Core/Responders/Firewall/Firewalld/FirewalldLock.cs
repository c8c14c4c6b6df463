using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Keeps processes that change our sets apart. Ends with the process that holds it.</summary>
internal sealed class FirewalldLock(FirewalldIpsetOptions options, TimeProvider clock)
{
    private readonly FileLock _lock = new(
        options.LockFile == FirewalldIpsetOptions.DefaultLockFile ? LockPlace.AllOf(options.LockFile) : [new LockPlace(options.LockFile)],
        options.LockTimeout,
        clock
    );

    /// <exception cref="FirewalldException">Others hold it for too long, or it can't be made.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FileLockException e)
        {
            throw new FirewalldException(e.Message);
        }
    }

    /// <summary>Why it can't be made, or null.</summary>
    public string? WhyNot() => _lock.WhyNot();
}
