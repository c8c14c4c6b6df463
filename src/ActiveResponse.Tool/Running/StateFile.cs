namespace ActiveResponse.Tool.Running;

/// <summary>Where state is kept: a file, or <c>none</c> for memory.</summary>
internal static class StateFile
{
    public const string None = "none";

    /// <summary>Where state is kept when nobody says and we are root on Linux.</summary>
    public const string Default = "/var/lib/active-response/state.db";

    /// <summary>Whether this user has a place for state without being told of one.</summary>
    public static bool HasDefault => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>The full path of the file, or null for memory.</summary>
    /// <param name="given">What the command line says, or null.</param>
    public static string? Choose(string? given) =>
        given switch
        {
            None => null,
            null => HasDefault ? Default : null,
            _ => Path.GetFullPath(given),
        };

    /// <summary>What is wrong with what the command line says, or null.</summary>
    public static string? Problem(string? given) =>
        given is not null
        && (string.IsNullOrWhiteSpace(given) || given.Contains('\0') || Path.EndsInDirectorySeparator(given) || Directory.Exists(given))
            ? $"--state must be a file, or {None} for memory, and '{given}' is neither."
            : null;
}
