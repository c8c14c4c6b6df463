namespace ActiveResponse.Platform;

/// <summary>Detects this process's own program.</summary>
internal static class OwnProgram
{
    private const string Runtime = "dotnet";

    /// <summary>Whether a path is the running executable, or the one beside the assembly that <c>dotnet</c> runs.</summary>
    /// <param name="path">The path, without links.</param>
    public static bool Is(string path)
    {
        var running = Environment.ProcessPath;
        var isRuntime = Path.GetFileNameWithoutExtension(running) == Runtime;
        return (!isRuntime && IsSame(path, running)) || (isRuntime && IsSame(path, Beside()));
    }

    private static string? Beside()
    {
        var assembly = Environment.GetCommandLineArgs()[0];
        return assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? assembly[..^4] : null;
    }

    private static bool IsSame(string path, string? other)
    {
        if (other is null || !File.Exists(other))
        {
            return false;
        }

        if (!OperatingSystem.IsLinux())
        {
            return string.Equals(Path.GetFullPath(path), Path.GetFullPath(other), StringComparison.Ordinal);
        }

        // The other path may be a link.
        var real = File.ResolveLinkTarget(other, returnFinalTarget: true)?.FullName ?? other;
        return FileStatus.IdentityAt(LinuxNative.CurrentFolder, path) is { } found
            && found == FileStatus.IdentityAt(LinuxNative.CurrentFolder, real);
    }
}
