using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Platform;

namespace ActiveResponse.Processes;

/// <summary>
/// Finds a bare name in the absolute folders of the program's own PATH; never in the working directory or the host's PATH.
/// </summary>
/// <remarks>A program runs with our rights, so one that others could change or put there is skipped.</remarks>
internal static class ExecutableSearch
{
    public static bool TryFind(
        string executable,
        ImmutableSortedDictionary<string, string> environment,
        [NotNullWhen(true)] out string? path
    )
    {
        path = executable;
        if (executable.Contains('/') || Path.IsPathFullyQualified(executable))
        {
            return true;
        }

        foreach (var folder in environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator))
        {
            path = Path.Combine(folder, executable);
            if (Path.IsPathFullyQualified(folder) && IsExecutable(path))
            {
                return true;
            }

            path += ".exe";
            if (OperatingSystem.IsWindows() && Path.IsPathFullyQualified(folder) && File.Exists(path))
            {
                return true;
            }
        }

        path = null;
        return false;
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(path)
                && (OperatingSystem.IsWindows() || ((File.GetUnixFileMode(path) & Execute) != 0 && SteeringFile.IsTrustedProgram(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
