using System.IO.Abstractions;

namespace ActiveResponse.Platform;

/// <summary>Follows links on any file system; one in memory refuses to follow what is none.</summary>
internal static class FileLinks
{
    /// <summary>The file behind all links; the path itself where there is none.</summary>
    /// <exception cref="IOException">The links lead nowhere, or round in circles.</exception>
    public static string Resolve(IFileSystem files, string path) =>
        files.FileInfo.New(path).LinkTarget is null ? path : files.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
