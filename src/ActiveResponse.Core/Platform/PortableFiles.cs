using System.IO.Abstractions;
using ActiveResponse.Platform.SharedFiles;

namespace ActiveResponse.Platform;

/// <summary>Implements <see cref="INativeFiles"/> on any file system by reading, writing and moving files; without owners, locks,
/// notifications or durability.</summary>
internal sealed class PortableFiles(IFileSystem files) : INativeFiles
{
    private readonly Lock _gate = new();

    public Stream OpenRegular(string path) =>
        files.Directory.Exists(path)
            ? throw new IOException("it is a folder, but a file is needed")
            : files.FileStream.New(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.None);

    // A custom file system may wrap a file of this host.
    public string? IdentityOf(Stream file) => FileIdentity.Of(file);

    public string? IdentityOf(string path) => null;

    public IDisposable? Watch(string path, Action changed) => null;

    public FileTrust Judge(string path, string? installation = null) => new();

    public string? JudgeFolder(string path) => null;

    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        var fresh = path + ".new";
        files.File.WriteAllBytes(fresh, content.ToArray());
        files.File.Move(fresh, path, overwrite: true);
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadSharedAsync(string path, SharedFileAccess access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(Read(FileLinks.Resolve(files, path), access.MaxBytes) ?? []);
    }

    public ValueTask EditSharedAsync(
        string path,
        SharedFileAccess access,
        Func<ReadOnlyMemory<byte>, byte[]?> edit,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < access.EditAttempts; attempt++)
        {
            // The edits of this process take turns; only those of others can come in between.
            lock (_gate)
            {
                if (TryEdit(FileLinks.Resolve(files, path), access, edit, cancellationToken))
                {
                    return ValueTask.CompletedTask;
                }
            }
        }

        throw new HostFileException($"Other programs changed {path} at each of {access.EditAttempts} attempts. Find out which.");
    }

    private bool TryEdit(
        string file,
        SharedFileAccess access,
        Func<ReadOnlyMemory<byte>, byte[]?> edit,
        CancellationToken cancellationToken
    )
    {
        var before = Read(file, access.MaxBytes);
        var content = edit(before ?? []);
        cancellationToken.ThrowIfCancellationRequested();
        if (content is not null && !TryWrite(file, before, content, access.MaxBytes))
        {
            return false;
        }

        if (access.RemovesLock)
        {
            files.File.Delete(NoteOf(file));
        }

        return true;
    }

    public string? WhyNotEditable(string path)
    {
        var file = FileLinks.Resolve(files, path);
        if (files.Directory.Exists(file))
        {
            return $"{file} is not a regular file. Set the path of one.";
        }

        return files.Directory.Exists(files.Path.GetDirectoryName(file))
            ? null
            : $"{file} is missing and can't be created: its folder doesn't exist. Create the folder, or set another file.";
    }

    // The name of the lock file on a disk: its content records that the edited file was missing.
    private string NoteOf(string file) =>
        files.Path.Combine(files.Path.GetDirectoryName(file)!, $".{files.Path.GetFileName(file)}.active-response.lock");

    private byte[]? Read(string file, int maxBytes)
    {
        if (!files.File.Exists(file))
        {
            return null;
        }

        var content = files.File.ReadAllBytes(file);
        return content.Length <= maxBytes
            ? content
            : throw new HostFileException(
                $"The file has {content.Length} bytes, more than the {maxBytes} allowed. Shorten it or raise the limit."
            );
    }

    private bool TryWrite(string file, byte[]? before, ReadOnlySpan<byte> content, int maxBytes)
    {
        if (content.Length > maxBytes)
        {
            throw new HostFileException($"{file} would grow beyond the {maxBytes} bytes allowed. Shorten it or raise the limit.");
        }

        var now = Read(file, int.MaxValue);
        if ((now is null) != (before is null) || !now.AsSpan().SequenceEqual(before))
        {
            return false;
        }

        if (before is not null && content.IsEmpty && files.File.Exists(NoteOf(file)))
        {
            files.File.Delete(file);
            files.File.Delete(NoteOf(file));
            return true;
        }

        if (before is null)
        {
            files.File.WriteAllText(NoteOf(file), "The file beside this one was made by active-response.\n");
        }

        Replace(file, content);
        return true;
    }
}
