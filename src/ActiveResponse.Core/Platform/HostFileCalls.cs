using ActiveResponse.Platform.SharedFiles;

namespace ActiveResponse.Platform;

/// <summary>This host's file system calls beyond <c>IFileSystem</c>.</summary>
internal sealed class HostFileCalls(TimeProvider clock) : INativeFiles
{
    private const string NotLinux = "Shared files can be edited on Linux only.";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public Stream OpenRegular(string path) => PlainFile.Open(path);

    public string? IdentityOf(Stream file) => FileIdentity.Of(file);

    public string? IdentityOf(string path) => FileIdentity.OfPath(path);

    public IDisposable? Watch(string path, Action changed) =>
        OperatingSystem.IsLinux() ? FolderWatch.TryStart(Path.GetFullPath(path), changed) : WatchPortably(path, changed);

    private static FileSystemWatcher? WatchPortably(string path, Action changed)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            var full = Path.GetFullPath(path);
            watcher = new FileSystemWatcher(Path.GetDirectoryName(full)!, Path.GetFileName(full))
            {
                NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName,
            };
            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            return null;
        }
    }

    public FileTrust Judge(string path, string? installation = null)
    {
        string? problem = null;
        var known = installation is null ? null : Installation.Of(installation, out problem);
        return SteeringFile.Judge(path, known) with { InstallationProblem = problem };
    }

    public string? JudgeFolder(string path) => SteeringFile.CheckFolderTrust(path);

    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(fresh, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReadSharedAsync(string path, SharedFileAccess access, CancellationToken cancellationToken)
    {
        RequireLinux();
        return await new SharedFileEditor(access, clock).ReadAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask EditSharedAsync(
        string path,
        SharedFileAccess access,
        Func<ReadOnlyMemory<byte>, byte[]?> edit,
        CancellationToken cancellationToken
    )
    {
        RequireLinux();
        await new SharedFileEditor(access, clock).EditAsync(path, edit, cancellationToken).ConfigureAwait(false);
    }

    public string? WhyNotEditable(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return NotLinux;
        }

        var paths = SharedFilePaths.Resolve(path);
        if (LinuxFile.TryStatus(paths.File) is not { } status)
        {
            return Refusal($"{paths.File} is missing and can't be created", LinuxFile.CheckWritable(paths.Folder));
        }

        return status.IsRegularFile
            ? Refusal($"{paths.File} can't be written", LinuxFile.CheckWritable(paths.File))
            : $"{paths.File} is not a regular file. Set the path of one.";
    }

    private static string? Refusal(string what, int error) => error == 0 ? null : $"{what}: {LinuxError.Explain(error)}";

    private static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new HostFileException(NotLinux);
        }
    }
}
