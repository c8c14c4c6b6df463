namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Reads, edits and writes the deny file under lock, anew if somebody else wrote in between.</summary>
internal sealed class HostsDenyFile(HostsDenyOptions options, TimeProvider clock)
{
    /// <summary>Called between reading and writing, so that a test can be the editor that comes in between.</summary>
    internal Action? BeforeWrite { get; init; }

    public async ValueTask<T> ReadAsync<T>(Func<HostsDenyDocument, T> read, CancellationToken cancellationToken)
    {
        var paths = HostsDenyPaths.Resolve(options.File);
        var locker = new HostsDenyLocker(options.LockTimeout, clock);
        using var lease = await TakeAsync(paths, locker, makesLock: false, cancellationToken).ConfigureAwait(false);
        return read(HostsDenyDocument.Parse(lease.Read(), options.Form));
    }

    /// <summary>Edits it; nothing is written when the edit changes nothing.</summary>
    /// <param name="edit">Called once for each attempt, with what is there then.</param>
    /// <param name="removesLock">Whether the lock file goes in the end.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
    public async ValueTask<T> EditAsync<T>(Func<HostsDenyDocument, T> edit, bool removesLock, CancellationToken cancellationToken)
    {
        var locker = new HostsDenyLocker(options.LockTimeout, clock);
        for (var attempt = 0; attempt < options.EditAttempts; attempt++)
        {
            var paths = HostsDenyPaths.Resolve(options.File);
            using var lease = await TakeAsync(paths, locker, makesLock: true, cancellationToken).ConfigureAwait(false);
            var document = HostsDenyDocument.Parse(lease.Read(), options.Form);
            var result = edit(document);
            cancellationToken.ThrowIfCancellationRequested();
            if (document.IsChanged)
            {
                BeforeWrite?.Invoke();
                if (Write(paths, lease, document.ToBytes()) == HostsDenyWrite.EditedMeanwhile)
                {
                    continue;
                }
            }

            if (removesLock && lease.FolderError == 0)
            {
                LinuxFile.Delete(paths.Lock);
            }

            return result;
        }

        throw new HostsDenyException($"Somebody else changed {options.File} at every one of {options.EditAttempts} attempts. Look who does.");
    }

    private async ValueTask<HostsDenyLease> TakeAsync(
        HostsDenyPaths paths, HostsDenyLocker locker, bool makesLock, CancellationToken cancellationToken)
    {
        var lease = await HostsDenyLease.TakeAsync(paths, locker, options.MaxFileBytes, makesLock, cancellationToken).ConfigureAwait(false);
        try
        {
            if (lease.FolderError == 0)
            {
                HostsDenyJournal.Recover(paths, lease, options.MaxFileBytes);
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private HostsDenyWrite Write(HostsDenyPaths paths, HostsDenyLease lease, byte[] content)
    {
        if (content.Length > options.MaxFileBytes)
        {
            throw new HostsDenyException($"{paths.File} would grow beyond the {options.MaxFileBytes} bytes allowed. Shorten it or raise the limit.");
        }

        if (lease.FolderError != 0 && (lease.File is null || !LinuxError.IsDenied(lease.FolderError)))
        {
            throw new HostsDenyException($"Can't make a file in {paths.Folder}", lease.FolderError);
        }

        if (lease.File is null)
        {
            lease.WasMadeByUs = true;
        }
        else if (content.Length == 0 && lease.WasMadeByUs)
        {
            return Remove(paths, lease, content);
        }

        var write = lease.FolderError != 0 || lease.HasOtherNames ? HostsDenyWrite.Impossible : HostsDenyReplacement.Write(paths, lease, content);
        return write == HostsDenyWrite.Impossible ? HostsDenyInPlace.Write(paths, lease, content) : write;
    }

    private static HostsDenyWrite Remove(HostsDenyPaths paths, HostsDenyLease lease, byte[] content)
    {
        if (!lease.IsCurrent())
        {
            return HostsDenyWrite.EditedMeanwhile;
        }

        if (LinuxNative.Unlink(paths.File) != 0)
        {
            return HostsDenyInPlace.Write(paths, lease, content);
        }

        LinuxFile.FlushFolder(paths.Folder);
        lease.WasMadeByUs = false;
        return HostsDenyWrite.Done;
    }
}
