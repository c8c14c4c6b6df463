namespace ActiveResponse.Configuration.Ossec;

/// <summary>What an <c>&lt;executable&gt;</c> may look like.</summary>
internal static class ScriptName
{
    /// <summary>Whether <c>..</c> is a part of the path, which <c>execd</c> refuses.</summary>
    public static bool LeavesFolder(string executable) => executable.Split('/').Contains("..");

    /// <summary>The name without the extensions scripts have.</summary>
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

    /// <summary>Whether it is made for Windows, which stock configurations name on every host.</summary>
    public static bool IsForWindows(string executable) => Path.GetExtension(executable) is ".exe" or ".cmd" or ".bat" or ".ps1";
}
