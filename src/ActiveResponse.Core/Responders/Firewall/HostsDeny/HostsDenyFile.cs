using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Reads and edits the deny file, and retries if others wrote meanwhile.</summary>
internal sealed class HostsDenyFile(HostsDenyOptions options, INativeFiles files)
{
    /// <summary>Called between reading and writing; tests use it to edit the file meanwhile.</summary>
    internal Action? BeforeWrite { get; init; }

    public async ValueTask<T> ReadAsync<T>(Func<HostsDenyDocument, T> read, CancellationToken cancellationToken)
    {
        var content = await files.ReadSharedAsync(options.File, AccessOf(removesLock: false), cancellationToken).ConfigureAwait(false);
        return read(HostsDenyDocument.Parse(content, options.Form));
    }

    /// <summary>Edits the file; writes nothing if the edit changes nothing.</summary>
    /// <param name="edit">Called for each attempt, with the current content.</param>
    /// <param name="removesLock">Whether to delete the lock file afterwards.</param>
    /// <param name="cancellationToken">Observed until the write begins.</param>
    public async ValueTask<T> EditAsync<T>(Func<HostsDenyDocument, T> edit, bool removesLock, CancellationToken cancellationToken)
    {
        T result = default!;
        await files.EditSharedAsync(options.File, AccessOf(removesLock), Edit, cancellationToken).ConfigureAwait(false);
        return result;

        byte[]? Edit(ReadOnlyMemory<byte> content)
        {
            var document = HostsDenyDocument.Parse(content, options.Form);
            result = edit(document);
            if (!document.IsChanged)
            {
                return null;
            }

            BeforeWrite?.Invoke();
            return document.ToBytes();
        }
    }

    private SharedFileAccess AccessOf(bool removesLock) =>
        new()
        {
            LockTimeout = options.LockTimeout,
            EditAttempts = options.EditAttempts,
            MaxBytes = options.MaxFileBytes,
            RemovesLock = removesLock,
        };
}
