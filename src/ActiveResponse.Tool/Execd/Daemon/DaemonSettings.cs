using System.Globalization;
using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Execd.Daemon;

/// <summary>Reads the options of <c>execd</c> from <c>etc/active-response-execd.conf</c>: <c>name = value</c>, one a line, <c>#</c> for
/// comments.</summary>
internal static class DaemonSettings
{
    private const int LongestFile = 64 * 1024;

    public static string Of(string home) => Path.Combine(home, "etc", "active-response-execd.conf");

    /// <summary>The options as words of a command line; none when there is no file.</summary>
    /// <param name="home">The folder of the installation.</param>
    /// <param name="problem">Why the file can't be used, in words for an operator; or null.</param>
    /// <param name="fileSystem">Where it lies; null for this host's.</param>
    /// <param name="native">Judges the file; null for those of the file system.</param>
    public static IReadOnlyList<string> Read(string home, out string? problem, IFileSystem? fileSystem = null, INativeFiles? native = null)
    {
        var files = fileSystem ?? new FileSystem();
        var path = Of(home);
        problem = null;
        try
        {
            if (!files.File.Exists(path))
            {
                return [];
            }

            problem =
                (native ?? NativeFiles.For(files)).Judge(path, home).Reason is { } reason
                    ? $"{path}: others could change what is done here: {reason}"
                : files.FileInfo.New(path).Length > LongestFile
                    ? $"{path} is longer than {LongestFile} bytes: it is to hold some lines of 'name = value'"
                : null;
            return problem is null ? Parse(path, files.File.ReadAllLines(path), out problem) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} can't be read: {e.Message}";
            return [];
        }
    }

    internal static IReadOnlyList<string> Parse(string path, IReadOnlyList<string> lines, out string? problem)
    {
        List<string> words = [];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (
                line.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } value]
                || name.StartsWith('-')
                || name is "home" or "dialect"
            )
            {
                problem = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}:{i + 1}: a line is 'name = value', with an option of 'active-response execd' without its dashes; home and dialect are given by the place"
                );
                return [];
            }

            words.AddRange(
                value switch
                {
                    "yes" => [$"--{name}"],
                    "no" => [],
                    _ => (string[])[$"--{name}", value],
                }
            );
        }

        problem = null;
        return words;
    }
}
