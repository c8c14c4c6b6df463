using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Ossec.Files;

/// <summary>Reads a settings file in an installation's folder: one <c>name = value</c> per line, and <c>#</c> for comments.</summary>
/// <remarks>Settings control what root does, so a file that anyone but root and the installation's service account can write is
/// refused.</remarks>
public static class SettingsFile
{
    private const int LongestFile = 64 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; a missing one has no lines.</param>
    /// <param name="installation">The folder of its OSSEC or Wazuh, whose service account may write it.</param>
    /// <param name="problem">Why it can't be used, for an operator; null if it can.</param>
    /// <param name="fileSystem">The file system; null for this host's.</param>
    /// <param name="native">Checks the file's owner; null for the file system's own implementation.</param>
    /// <returns>Its lines without comments and blank ones; none if there is a problem.</returns>
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

    /// <summary>Splits lines.</summary>
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
            return $"{path}: others could change these settings: {reason}";
        }

        return files.FileInfo.New(path).Length > LongestFile
            ? $"{path}: it is longer than {LongestFile} bytes, but should have only a few lines of 'name = value'"
            : null;
    }
}
