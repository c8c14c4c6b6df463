using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Ossec.Files;

/// <summary>Reads a file of settings, <c>name = value</c> one a line and <c>#</c> for comments, in the folder of an installation.</summary>
/// <remarks>Settings say what root does, so a file that others than root and the installation's service account can write is
/// refused.</remarks>
public static class SettingsFile
{
    private const int LongestFile = 64 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; one that is missing has no lines.</param>
    /// <param name="installation">The folder of the OSSEC or Wazuh it belongs to, whose service account may write it.</param>
    /// <param name="problem">Why it can't be used, in words for an operator; null when it can.</param>
    /// <param name="fileSystem">The file system it lies in; null for this host's.</param>
    /// <param name="native">Judges the file; null for the one of the file system.</param>
    /// <returns>Its lines without comments and blank ones; none when there is a problem.</returns>
    public static IReadOnlyList<SettingsLine> Read(
        string path,
        string installation,
        out string? problem,
        IFileSystem? fileSystem = null,
        INativeFiles? native = null
    )
    {
        var files = fileSystem ?? new FileSystem();
        problem = null;
        try
        {
            if (!files.File.Exists(path))
            {
                return [];
            }

            problem = ProblemOf(path, installation, files, native ?? NativeFiles.For(files));
            return problem is null ? Parse(files.File.ReadAllLines(path)) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: it can't be read: {e.Message}";
            return [];
        }
    }

    /// <summary>Takes lines apart.</summary>
    /// <param name="lines">The lines.</param>
    /// <returns>Those that are neither blank nor comments.</returns>
    public static IReadOnlyList<SettingsLine> Parse(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        List<SettingsLine> found = [];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
                found.Add(parts is [var name, var value] ? new SettingsLine(i + 1, name, value) : new SettingsLine(i + 1, line, ""));
            }
        }

        return found;
    }

    private static string? ProblemOf(string path, string installation, IFileSystem files, INativeFiles native)
    {
        if (native.Judge(path, installation).Reason is { } reason)
        {
            return $"{path}: others could change what is done here: {reason}";
        }

        return files.FileInfo.New(path).Length > LongestFile
            ? $"{path}: it is longer than {LongestFile} bytes, and should hold some lines of 'name = value'"
            : null;
    }
}
