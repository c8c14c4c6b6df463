using System.IO.Abstractions;
using System.Text;

namespace ActiveResponse.Guards.Network;

/// <summary>Reads system files under a root, up to a size limit; a missing file is empty.</summary>
/// <param name="files">The file system.</param>
/// <param name="root">Path of the root.</param>
internal sealed class HostFiles(IFileSystem files, string root = "/")
{
    // Default routes and current leases are at a known end of their files; no honest resolv.conf comes near this size.
    private const int MaxBytes = 1 << 20;
    private const int MostFiles = 64;

    /// <summary>Returns the lines of a file, e.g. <c>etc/resolv.conf</c>, up to its first mebibyte.</summary>
    /// <exception cref="IOException">The file exists but can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public string[] Lines(string path) => Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Returns the text of a file; empty if it doesn't exist.</summary>
    public string Text(string path)
    {
        try
        {
            using var stream = files.File.OpenRead(Path.Combine(root, path));
            var buffer = new byte[MaxBytes];
            return Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    /// <summary>Returns at most 64 files of a folder that match a pattern; none if the folder doesn't exist.</summary>
    public IEnumerable<string> In(string folder, string pattern)
    {
        var full = Path.Combine(root, folder);
        return files.Directory.Exists(full)
            ? files.Directory.EnumerateFiles(full, pattern).Take(MostFiles).Select(file => Path.Combine(folder, Path.GetFileName(file)))
            : [];
    }
}
