using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Keeps processes with this library from changing a firewall at once, as each change begins with a read.</summary>
/// <remarks>Locks of the firewall's own program, if any, last for one run only. A fair lock has a second file, the turnstile: the next in
/// line holds it, so that a process with much to do can't retake the lock first.</remarks>
internal sealed class FirewallLock
{
    private readonly string? _folder;
    private readonly FileLock? _next;
    private readonly FileLock _lock;

    /// <param name="path">The lock file.</param>
    /// <param name="wait">How long to wait for other processes.</param>
    /// <param name="clock">Measures the wait.</param>
    /// <param name="usual">The default path; if its folder can't be written, the file may be elsewhere. Null: the folder is created if
    /// missing.</param>
    /// <param name="isFair">Whether processes take turns, by a second file beside it. Default: no.</param>
    public FirewallLock(string path, TimeSpan wait, TimeProvider clock, string? usual = null, bool isFair = false)
    {
        _folder = usual is null ? Path.GetDirectoryName(path) : null;
        _next = isFair ? new FileLock(PlacesOf(path + ".next"), wait, clock) : null;
        _lock = new FileLock(PlacesOf(path), wait, clock);

        IReadOnlyList<LockPlace> PlacesOf(string file) => path == usual ? LockPlace.AllOf(file) : [new LockPlace(file)];
    }

    /// <summary>Takes the lock until the returned object is disposed.</summary>
    /// <exception cref="FirewallException">Another process held it for too long, or the file can't be created.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            MakeFolder();
            using var turn = _next is null ? null : await _next.TakeAsync(cancellationToken).ConfigureAwait(false);
            return await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HostFileException e)
        {
            throw new FirewallException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FirewallException($"The lock file can't be created: {e.Message}");
        }
    }

    /// <summary>Checks whether the file can be created.</summary>
    /// <exception cref="FirewallException">It can't be created.</exception>
    public void Check()
    {
        if ((_lock.WhyNot() ?? _next?.WhyNot()) is { } why)
        {
            throw new FirewallException(why);
        }
    }

    private void MakeFolder()
    {
        if (_folder is { Length: > 0 })
        {
            Directory.CreateDirectory(_folder);
        }
    }
}
