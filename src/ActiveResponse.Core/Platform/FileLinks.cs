using System.IO.Abstractions;

namespace ActiveResponse.Platform;

/// <summary>Follows links on any file system, also on one in memory that throws for files that aren't links.</summary>
internal static class FileLinks
{
    /// <summary>The file behind all links; the path itself if it isn't a link.</summary>
    /// <exception cref="IOException">The link is broken or circular.</exception>
    public static string Resolve(IFileSystem files, string path) =>
        files.FileInfo.New(path).LinkTarget is null ? path : files.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
