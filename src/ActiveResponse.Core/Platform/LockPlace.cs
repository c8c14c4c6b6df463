using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>A path a lock file may have.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsOwnFolder">Whether its folder is for this user alone, and created if missing.</param>
internal sealed record LockPlace(string Path, bool IsOwnFolder = false)
{
    /// <summary>The places for a lock file whose usual folder may not be writable: on a system that the service manager sealed, or as a
    /// service user.</summary>
    /// <param name="usual">The preferred path, e.g. <c>/run/NAME.lock</c>.</param>
    public static IReadOnlyList<LockPlace> AllOf(string usual)
    {
        var name = System.IO.Path.GetFileName(usual);
        var own = string.Create(CultureInfo.InvariantCulture, $"active-response-{FileStatus.EffectiveUser()}");
        return
        [
            new LockPlace(usual),
            new LockPlace(System.IO.Path.Combine("/run/active-response", name)),
            .. new[] { "RUNTIME_DIRECTORY", "STATE_DIRECTORY" }
                .Select(FolderOf)
                .OfType<string>()
                .Select(folder => new LockPlace(System.IO.Path.Combine(folder, name))),
            new LockPlace(System.IO.Path.Combine("/var/lib/active-response", name)),
            .. new[] { "/dev/shm", "/tmp" }.Select(folder => new LockPlace(System.IO.Path.Combine(folder, own, name), IsOwnFolder: true)),
        ];
    }

    /// <summary>Opens the lock file, and creates it if missing.</summary>
    /// <param name="problem">Why it can't be opened.</param>
    public SafeFileHandle? TryOpen(out LockFileProblem? problem)
    {
        if (IsOwnFolder)
        {
            var folder = System.IO.Path.GetDirectoryName(Path)!;
            var isMade = LinuxNative.MakeFolder(folder, LinuxNative.OwnFolder) == 0;
            if (LinuxFile.TryStatus(folder, follow: false) is not { IsDirectory: true, IsOwnedByTrusted: true, IsWritableByOthers: false })
            {
                _ = isMade ? LinuxNative.DeleteFolder(folder) : 0;
                problem = new LockFileProblem(0, $"{folder} isn't this user's own");
                return null;
            }
        }

        return LockFile.TryOpen(Path, makes: true, out problem);
    }

    // Set by systemd for RuntimeDirectory= and StateDirectory=; several are separated by colons.
    private static string? FolderOf(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Split(':', 2)[0] is { Length: > 1 } folder
        && System.IO.Path.IsPathFullyQualified(folder)
            ? folder
            : null;
}
