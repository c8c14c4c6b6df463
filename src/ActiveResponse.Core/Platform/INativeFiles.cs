namespace ActiveResponse.Platform;

/// <summary>
/// What <c>IFileSystem</c> has no words for: which file a name stands for, who else can write it, notifications of changes, locks, and
/// bytes that are on disk when a write returns.
/// </summary>
/// <remarks>
/// Thread-safe. <see cref="NativeFiles.For"/> makes the one of this host for its own file system, and for any other, a
/// <c>MockFileSystem</c> for example, one that does with what <c>IFileSystem</c> has. <c>FakeNativeFiles</c> of the testing package plays
/// what a disk does.
/// </remarks>
public interface INativeFiles
{
    /// <summary>Opens a regular file to read, beside others that write, rename or delete it; never waits for the other end of a
    /// pipe.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It isn't there, is no regular file, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it, or not enter its folder.</exception>
    Stream OpenRegular(string path);

    /// <summary>Which file it is, whatever its name: <c>number@device</c>; null where the file system doesn't say.</summary>
    /// <param name="file">The file, open.</param>
    string? IdentityOf(Stream file);

    /// <summary>Which file or folder has a name at the moment; null when there is none, or the file system doesn't say.</summary>
    /// <param name="path">The name; links are followed.</param>
    string? IdentityOf(string path);

    /// <summary>Asks for notifications of changes of a file; some may be missed.</summary>
    /// <param name="path">The file, which may not be there yet.</param>
    /// <param name="changed">Called on any thread when it may have been written to, made or replaced.</param>
    /// <returns>Ends the notifications; null where there are none, so that the file has to be read again from time to time.</returns>
    IDisposable? Watch(string path, Action changed);

    /// <summary>Who else could change a file that says what is done on this host.</summary>
    /// <param name="path">The file; what it links to and the folders above count too.</param>
    /// <param name="installation">The folder of its OSSEC or Wazuh, whose service account is trusted there; null for none.</param>
    FileTrust Judge(string path, string? installation = null);

    /// <summary>Who else could add to a folder in which a file means something by being there.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>Why others can, in words for an operator; null when they can't.</returns>
    string? JudgeFolder(string path);

    /// <summary>Writes a file anew, as a whole or not at all; it is for this user alone, and on disk on return.</summary>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="IOException">It can't be written; what was there stays.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it; what was there stays.</exception>
    void Replace(string path, ReadOnlySpan<byte> content);

    /// <summary>Reads a file that administrators and other processes edit as well, while no other process of ours changes it.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="access">How long to wait, and the largest file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The content; empty when there is no file.</returns>
    /// <exception cref="IOException">It can't be read, or is locked for too long.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadSharedAsync(string path, SharedFileAccess access, CancellationToken cancellationToken);

    /// <summary>Edits a file that administrators and other processes edit as well, and loses none of their edits.</summary>
    /// <remarks>
    /// Readers see the old or the new content, whole. Owner, mode and other attributes stay. A file that this made is removed when its
    /// content becomes empty.
    /// </remarks>
    /// <param name="path">The file; a link is followed; made when missing.</param>
    /// <param name="access">How long to wait, how often to begin anew, and the largest file.</param>
    /// <param name="edit">Gives the new content for what is there, or null to leave it; called again when somebody else wrote in
    /// between.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
    /// <exception cref="IOException">It can't be written, is locked for too long, or changed at every attempt; what was there
    /// stays.</exception>
    ValueTask EditSharedAsync(
        string path,
        SharedFileAccess access,
        Func<ReadOnlyMemory<byte>, byte[]?> edit,
        CancellationToken cancellationToken
    );

    /// <summary>Why a shared file can't be edited, in words for an operator; null when it can.</summary>
    /// <param name="path">The file; a link is followed.</param>
    string? WhyNotEditable(string path);
}
