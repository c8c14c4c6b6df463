namespace ActiveResponse.Platform.SharedFiles;

/// <summary>Reads, edits and writes a shared file under a lock, and retries if others wrote meanwhile. Linux.</summary>
internal sealed class SharedFileEditor(SharedFileAccess access, TimeProvider clock)
{
    public async ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var locker = new SharedFileLocker(access.LockTimeout, clock);
        using var lease = await TakeAsync(SharedFilePaths.Resolve(path), locker, makesLock: false, cancellationToken).ConfigureAwait(false);
        return lease.Read();
    }

    public async ValueTask EditAsync(string path, Func<ReadOnlyMemory<byte>, byte[]?> edit, CancellationToken cancellationToken)
    {
        var locker = new SharedFileLocker(access.LockTimeout, clock);
        for (var attempt = 0; attempt < access.EditAttempts; attempt++)
        {
            var paths = SharedFilePaths.Resolve(path);
            using var lease = await TakeAsync(paths, locker, makesLock: true, cancellationToken).ConfigureAwait(false);
            var content = edit(lease.Read());
            cancellationToken.ThrowIfCancellationRequested();
            if (content is not null && Write(paths, lease, content) == SharedFileWrite.EditedMeanwhile)
            {
                continue;
            }

            if (access.RemovesLock && lease.FolderError == 0)
            {
                LinuxFile.Delete(paths.Lock);
            }

            return;
        }

        throw new HostFileException($"Other programs changed {path} at each of {access.EditAttempts} attempts. Find out which.");
    }

    private async ValueTask<SharedFileLease> TakeAsync(
        SharedFilePaths paths,
        SharedFileLocker locker,
        bool makesLock,
        CancellationToken cancellationToken
    )
    {
        var lease = await SharedFileLease.TakeAsync(paths, locker, access.MaxBytes, makesLock, cancellationToken).ConfigureAwait(false);
        try
        {
            if (lease.FolderError == 0)
            {
                SharedFileJournal.Recover(paths, lease, access.MaxBytes);
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private SharedFileWrite Write(SharedFilePaths paths, SharedFileLease lease, byte[] content)
    {
        RequireWritable(paths, lease, content);
        if (lease.File is null)
        {
            lease.WasMadeByUs = true;
        }
        else if (content.Length == 0 && lease.WasMadeByUs)
        {
            return Remove(paths, lease, content);
        }

        var write =
            lease.FolderError != 0 || lease.HasOtherNames ? SharedFileWrite.Impossible : SharedFileReplacement.Write(paths, lease, content);
        return write == SharedFileWrite.Impossible ? InPlaceWrite.Write(paths, lease, content) : write;
    }

    private void RequireWritable(SharedFilePaths paths, SharedFileLease lease, byte[] content)
    {
        if (content.Length > access.MaxBytes)
        {
            throw new HostFileException(
                $"{paths.File} would grow beyond the {access.MaxBytes} bytes allowed. Shorten it or raise the limit."
            );
        }

        if (lease.FolderError != 0 && (lease.File is null || !LinuxError.IsDenied(lease.FolderError)))
        {
            throw new HostFileException($"Can't create a file in {paths.Folder}", lease.FolderError);
        }
    }

    private static SharedFileWrite Remove(SharedFilePaths paths, SharedFileLease lease, byte[] content)
    {
        if (!lease.IsCurrent())
        {
            return SharedFileWrite.EditedMeanwhile;
        }

        if (LinuxNative.Unlink(paths.File) != 0)
        {
            return InPlaceWrite.Write(paths, lease, content);
        }

        LinuxFile.FlushFolder(paths.Folder);
        lease.WasMadeByUs = false;
        return SharedFileWrite.Done;
    }
}
