namespace ActiveResponse.Configuration.Ossec;

/// <summary>Checks the form of an <c>&lt;executable&gt;</c>.</summary>
internal static class ScriptName
{
    /// <summary>Whether the path contains <c>..</c>, which <c>execd</c> refuses.</summary>
    public static bool LeavesFolder(string executable) => executable.Split('/').Contains("..");

    /// <summary>Returns the name without script extensions.</summary>
    public static string WithoutExtension(string executable)
    {
        foreach (var extension in (ReadOnlySpan<string>)[".sh", ".exe", ".cmd", ".bat", ".py", ".ps1"])
        {
            if (executable.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return executable[..^extension.Length];
            }
        }

        return executable;
    }

    /// <summary>Whether it is for Windows; stock configurations name such executables on every host.</summary>
    public static bool IsForWindows(string executable) => Path.GetExtension(executable) is ".exe" or ".cmd" or ".bat" or ".ps1";
}
