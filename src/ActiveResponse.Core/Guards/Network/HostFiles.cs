using System.IO.Abstractions;
using System.Text;

namespace ActiveResponse.Guards.Network;

/// <summary>Files of the system under a root: short reads with a limit, and what isn't there is empty.</summary>
/// <param name="files">The file system they are in.</param>
/// <param name="root">What stands for the root.</param>
internal sealed class HostFiles(IFileSystem files, string root = "/")
{
    // Default routes and current leases stand at a known end of their files; no honest resolv.conf comes near it.
    private const int MaxBytes = 1 << 20;
    private const int MostFiles = 64;

    /// <summary>The lines of a file, e.g. <c>etc/resolv.conf</c>; of a longer one its first mebibyte.</summary>
    /// <exception cref="IOException">It is there and can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public string[] Lines(string path) => Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The text of a file; empty when there is none.</summary>
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

    /// <summary>The files of a folder that match a pattern, at most 64; none when there is no such folder.</summary>
    public IEnumerable<string> In(string folder, string pattern)
    {
        var full = Path.Combine(root, folder);
        return files.Directory.Exists(full)
            ? files.Directory.EnumerateFiles(full, pattern).Take(MostFiles).Select(file => Path.Combine(folder, Path.GetFileName(file)))
            : [];
    }
}
