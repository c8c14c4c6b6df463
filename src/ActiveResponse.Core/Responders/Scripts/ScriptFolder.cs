using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The one folder that scripts are run from, e.g. <c>/var/ossec/active-response/bin</c>.</summary>
/// <remarks>A script runs with our rights: whoever can write it, its folder, or a folder above has them too. All are therefore checked
/// before every run, except Windows permissions. A link may leave the folder only for this very program, which serves as several
/// scripts.</remarks>
internal sealed class ScriptFolder
{
    /// <param name="path">The folder; a relative path is resolved once against the current directory.</param>
    public ScriptFolder(string path) => FullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The folder's absolute path, links not followed.</summary>
    public string FullPath { get; }

    /// <summary>Finds a script by its exact file name.</summary>
    /// <param name="executable">The file name, without any folder.</param>
    /// <param name="path">The script's path in this folder, links not followed.</param>
    /// <param name="reason">Why it can't be used, for an operator.</param>
    public bool TryFind(string executable, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? reason)
    {
        path = null;
        reason = RefuseName(executable);
        if (reason is not null)
        {
            return false;
        }

        var candidate = Path.Combine(FullPath, executable);
        if (
            !TrustedPath.TryResolve(FullPath, out var folder, out var folderStatus, out reason)
            || (reason = RefuseFolder(folderStatus)) is not null
            || !TrustedPath.TryResolve(candidate, out var file, out var fileStatus, out reason)
            || (reason = RefuseFile(executable, file, fileStatus, folder)) is not null
        )
        {
            return false;
        }

        path = candidate;
        return true;
    }

    private static string? RefuseName(string executable) =>
        executable switch
        {
            "" => "the command has no executable",
            _ when executable.AsSpan().ContainsAny('/', '\\') =>
                "the executable's name has a slash; scripts are run from the script folder only",
            _ when executable.Contains("..", StringComparison.Ordinal) || executable == "." => "the executable's name can't contain '..'",
            _ when executable.Any(char.IsControl) => "the executable's name has a control character",
            _ => null,
        };

    private string? RefuseFolder(FileStatus status)
    {
        if (!status.IsFolder)
        {
            return $"{FullPath} is not a folder";
        }

        if (status.IsWritableByOthers)
        {
            return $"the script folder {FullPath} can be written by its group or by everyone (chmod go-w)";
        }

        return null;
    }

    private static string? RefuseFile(string executable, string file, FileStatus status, string folder)
    {
        if (!file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !OwnProgram.Is(file))
        {
            return $"{executable} is a link out of the script folder, to {file}, which isn't this program";
        }

        if (!status.IsRegular)
        {
            return $"{executable} is not a file";
        }

        return !status.IsExecutable ? $"{executable} is not executable (chmod u+x)" : null;
    }
}
