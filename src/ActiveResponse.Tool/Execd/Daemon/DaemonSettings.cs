using System.Globalization;
using System.IO.Abstractions;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Execd.Daemon;

/// <summary>Reads the options of <c>execd</c> from <c>etc/active-response-execd.conf</c>: one <c>name = value</c> per line, <c>#</c> for
/// comments.</summary>
internal static class DaemonSettings
{
    public static string Of(string home) => Path.Combine(home, "etc", "active-response-execd.conf");

    /// <summary>The options as words of a command line; none if the file is missing.</summary>
    /// <param name="home">The folder of the installation.</param>
    /// <param name="problem">Why the file can't be used, for an operator; or null.</param>
    /// <param name="fileSystem">The file system; null for this host's.</param>
    /// <param name="native">Checks the file's owner; null for the file system's own implementation.</param>
    public static IReadOnlyList<string> Read(string home, out string? problem, IFileSystem? fileSystem = null, INativeFiles? native = null)
    {
        List<string> words = [];
        foreach (var (number, name, value) in SettingsFile.Read(Of(home), home, out problem, fileSystem, native))
        {
            if (name.Length == 0 || value.Length == 0 || name.StartsWith('-') || name is "home" or "dialect")
            {
                problem = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Of(home)}:{number}: a line must be 'name = value', with an option of 'active-response execd' without its "
                        + $"dashes; home and dialect follow from the folder"
                );
                return [];
            }

            words.AddRange(WordsOf(name, value));
        }

        return words;
    }

    private static string[] WordsOf(string name, string value) =>
        value switch
        {
            "yes" => [$"--{name}"],
            "no" => [],
            _ => [$"--{name}", value],
        };
}
