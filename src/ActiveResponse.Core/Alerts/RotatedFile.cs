using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Alerts;

/// <summary>
/// Finds the file in which reading stopped under its rotated name: beside the followed one, or in Wazuh's year and month folders below it.
/// </summary>
internal static class RotatedFile
{
    private const int MostFiles = 20_000;

    private static readonly EnumerationOptions Where = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 2,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device,
    };

    /// <summary>Returns the opened file, or null.</summary>
    public static FollowedFile? Find(
        IFileSystem files,
        INativeFiles native,
        string path,
        AlertFilePosition position,
        Func<string, FollowedFile> open
    )
    {
        var folder = files.Path.GetDirectoryName(files.Path.GetFullPath(path));
        if (folder is null || !files.Directory.Exists(folder))
        {
            return null;
        }

        foreach (var other in files.Directory.EnumerateFiles(folder, "*", Where).Take(MostFiles))
        {
            if (!MayBe(files, native, path, other, position) || TryOpen(other, open) is not { } file)
            {
                continue;
            }

            if (file.Holds(position))
            {
                return file;
            }

            file.Dispose();
        }

        return null;
    }

    // Open no other file: closing a database of this process would drop that database's locks.
    private static bool MayBe(IFileSystem files, INativeFiles native, string path, string other, AlertFilePosition position) =>
        native.IdentityOf(other) is { } id
            ? FileIdentity.SameFile(id, position.FileId)
            : files.Path.GetFileName(other).StartsWith(files.Path.GetFileName(path), StringComparison.Ordinal);

    private static FollowedFile? TryOpen(string path, Func<string, FollowedFile> open)
    {
        try
        {
            return open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
