namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Keeps processes with this library from changing rules at once: a change that takes rules out begins with reading what is there.</summary>
/// <remarks>
/// iptables has a lock too, but holds it for the run of one program only; and its nft variant has none. A second file beside ours is the turnstile: whoever
/// waits holds it, so that a process with much to do can't take the lock again before the one that waits.
/// </remarks>
internal sealed class IptablesLock(string path, TimeSpan wait, TimeProvider clock)
{
    // The errno of a lock that another process holds, as .NET passes it on.
    private const int WouldBlock = 11;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly FileStreamOptions _options = new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        BufferSize = 0,
    };

    /// <summary>Takes the lock, which is held until what is returned is disposed.</summary>
    /// <exception cref="IptablesException">The file can't be opened, or another process holds it for too long.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        using var turn = await OpenAsync(path + ".next", start, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(path, start, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<FileStream> OpenAsync(string file, long start, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Open(file);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IptablesException($"Can't lock {path}: {e.Message} Run as root, or set another lock file.");
            }
            catch (IOException e) when (e.HResult != WouldBlock)
            {
                throw new IptablesException($"Can't lock {path}: {e.Message} Set another lock file.");
            }
            catch (IOException e) when (clock.GetElapsedTime(start) >= wait)
            {
                throw new IptablesException($"Can't lock {path} within {wait.TotalSeconds:0} s: {e.Message} Look who holds it (lsof), or allow more time.");
            }
            catch (IOException)
            {
                // Another process has it.
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private FileStream Open(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            // Whoever may read the file could lock it, and us out.
            _options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, _options);
    }
}
