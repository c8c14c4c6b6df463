using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Keeps processes with this library from changing rules at once: a change that takes rules out begins with reading what is
/// there.</summary>
/// <remarks>
/// iptables has a lock too, but holds it for the run of one program only; and its nft variant has none. A second file beside ours is the
/// turnstile: whoever waits holds it, so that a process with much to do can't take the lock again before the one that waits.
/// </remarks>
internal sealed class IptablesLock(string path, TimeSpan wait, TimeProvider clock)
{
    private readonly FileLock _next = new(PlacesOf(path, ".next"), wait, clock);
    private readonly FileLock _lock = new(PlacesOf(path, ""), wait, clock);

    /// <summary>Takes the lock, which is held until what is returned is disposed.</summary>
    /// <exception cref="IptablesException">The file can't be opened, or another process holds it for too long.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await _next.TakeAsync(cancellationToken).ConfigureAwait(false);
            return await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FileLockException e)
        {
            throw new IptablesException(e.Message);
        }
    }

    /// <summary>Why it can't be made, or null.</summary>
    public string? WhyNot() => _lock.WhyNot() ?? _next.WhyNot();

    private static IReadOnlyList<LockPlace> PlacesOf(string path, string more) =>
        path == IptablesPlace.DefaultLockFile ? LockPlace.AllOf(path + more) : [new LockPlace(path + more)];
}
