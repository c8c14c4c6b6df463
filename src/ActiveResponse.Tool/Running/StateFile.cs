namespace ActiveResponse.Tool.Running;

/// <summary>The place of the state: a file, or <c>none</c> for memory.</summary>
internal static class StateFile
{
    public const string None = "none";

    /// <summary>The default file for root on Linux.</summary>
    public const string Default = "/var/lib/active-response/state.db";

    /// <summary>Whether this user has a default file.</summary>
    public static bool HasDefault => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>The full path of the file, or null for memory.</summary>
    /// <param name="given">The command line's value, or null.</param>
    public static string? Choose(string? given) =>
        given switch
        {
            None => null,
            null => HasDefault ? Default : null,
            _ => Path.GetFullPath(given),
        };

    /// <summary>The error in the command line's value, or null.</summary>
    public static string? Problem(string? given) =>
        given is not null
        && (string.IsNullOrWhiteSpace(given) || given.Contains('\0') || Path.EndsInDirectorySeparator(given) || Directory.Exists(given))
            ? $"--state must be a file, or {None} for memory; '{given}' is neither."
            : null;
}
