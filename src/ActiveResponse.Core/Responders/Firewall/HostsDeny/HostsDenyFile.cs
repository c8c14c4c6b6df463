using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Reads and edits the deny file, anew if somebody else wrote in between.</summary>
internal sealed class HostsDenyFile(HostsDenyOptions options, INativeFiles files)
{
    /// <summary>Called between reading and writing, so that a test can be the editor that comes in between.</summary>
    internal Action? BeforeWrite { get; init; }

    public async ValueTask<T> ReadAsync<T>(Func<HostsDenyDocument, T> read, CancellationToken cancellationToken)
    {
        var content = await files.ReadSharedAsync(options.File, AccessOf(removesLock: false), cancellationToken).ConfigureAwait(false);
        return read(HostsDenyDocument.Parse(content, options.Form));
    }

    /// <summary>Edits it; nothing is written when the edit changes nothing.</summary>
    /// <param name="edit">Called once for each attempt, with what is there then.</param>
    /// <param name="removesLock">Whether the lock file goes in the end.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
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
