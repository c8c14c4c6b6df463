namespace ActiveResponse.Platform;

/// <summary>File system features that <c>IFileSystem</c> lacks: identity, trust, change notifications, locks, and durable writes.</summary>
/// <remarks>Thread-safe. <see cref="NativeFiles.For"/> creates this host's implementation for its own file system; any other, e.g. a
/// <c>MockFileSystem</c>, gets one built on <c>IFileSystem</c> alone. <c>FakeNativeFiles</c> of the testing package simulates a
/// disk.</remarks>
public interface INativeFiles
{
    /// <summary>Opens a regular file for reading while others may write, rename or delete it; never blocks on a pipe.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It doesn't exist, isn't a regular file, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it or enter its folder.</exception>
    Stream OpenRegular(string path);

    /// <summary>The file's identity, independent of its name: <c>number@device</c>; null if the file system doesn't report one.</summary>
    /// <param name="file">The open file.</param>
    string? IdentityOf(Stream file);

    /// <summary>The identity of the file or folder that a name refers to now; null if it doesn't exist or the file system doesn't report
    /// one.</summary>
    /// <param name="path">The name; links are followed.</param>
    string? IdentityOf(string path);

    /// <summary>Subscribes to changes of a file; some may be missed.</summary>
    /// <param name="path">The file, which may not exist yet.</param>
    /// <param name="changed">Called on any thread when it may have been written, created or replaced.</param>
    /// <returns>Ends the subscription; null where notifications aren't supported, so the file must be polled.</returns>
    IDisposable? Watch(string path, Action changed);

    /// <summary>Checks who else could change a file that controls this host's behavior.</summary>
    /// <param name="path">The file; its link targets and parent folders count too.</param>
    /// <param name="installation">The folder of its OSSEC or Wazuh, whose service account is trusted there; null for none.</param>
    FileTrust Judge(string path, string? installation = null);

    /// <summary>Checks who else could add files to a folder whose files have an effect by their presence.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>Why others can, for an operator; null if they can't.</returns>
    string? JudgeFolder(string path);

    /// <summary>Replaces a file atomically, readable by this user only and durable on return.</summary>
    /// <param name="path">The file; existing content is replaced.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">It can't be written; the old content stays.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it; the old content stays.</exception>
    void Replace(string path, ReadOnlySpan<byte> content);

    /// <summary>Reads a file that administrators and other processes edit too, while no other process of this library changes it.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="access">How long to wait, and the maximum file size.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The content; empty if the file doesn't exist.</returns>
    /// <exception cref="IOException">It can't be read, or is locked for too long.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadSharedAsync(string path, SharedFileAccess access, CancellationToken cancellationToken);

    /// <summary>Edits a file that administrators and other processes edit too, without losing their edits.</summary>
    /// <remarks>Readers see the old or the new content as a whole. Owner, mode and other attributes stay. A file created by this method is
    /// removed when its content becomes empty.</remarks>
    /// <param name="path">The file; a link is followed; created if missing.</param>
    /// <param name="access">How long to wait, how often to retry, and the maximum file size.</param>
    /// <param name="edit">Returns the new content for the current one, or null to leave it; called again if the file changed
    /// meanwhile.</param>
    /// <param name="cancellationToken">Observed until the write begins.</param>
    /// <exception cref="IOException">It can't be written, is locked for too long, or changed at every attempt; the old content
    /// stays.</exception>
    ValueTask EditSharedAsync(
        string path,
        SharedFileAccess access,
        Func<ReadOnlyMemory<byte>, byte[]?> edit,
        CancellationToken cancellationToken
    );

    /// <summary>Why a shared file can't be edited, for an operator; null if it can.</summary>
    /// <param name="path">The file; a link is followed.</param>
    string? WhyNotEditable(string path);
}
