namespace ActiveResponse.Processes.CliWrap;

/// <summary>The <c>setsid</c> of util-linux or busybox: it creates a session and then becomes the given program.</summary>
internal static class SetsidProgram
{
    private static readonly (string Text, int Number)[] Errors =
    [
        ("Operation not permitted", 1),
        ("No such file or directory", 2),
        ("Argument list too long", 7),
        ("Exec format error", 8),
        ("Cannot allocate memory", 12),
        ("Permission denied", 13),
        ("Not a directory", 20),
        ("Text file busy", 26),
        ("File name too long", 36),
        ("Too many levels of symbolic links", 40),
    ];

    /// <summary>Returns its path, or null. Searches system folders only, so inherited variables can't name another.</summary>
    public static string? Find() =>
        OperatingSystem.IsLinux() ? new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists) : null;

    /// <summary>Returns why <c>setsid</c> couldn't become the program; null if the result is the program's own.</summary>
    public static ChildStart? FailureIn(CommandResult result, LaunchPlan plan)
    {
        if (result is not { Outcome: CommandOutcome.Exited, ExitCode: 126 or 127, StandardOutput.Length: 0 })
        {
            return null;
        }

        var text = result.ErrorText.TrimEnd('\n');
        if (
            !text.StartsWith("setsid: ", StringComparison.Ordinal)
            || text.Contains('\n')
            || !text.Contains(plan.Executable, StringComparison.Ordinal)
        )
        {
            return null;
        }

        var (known, number) = Array.Find(Errors, error => text.EndsWith(": " + error.Text, StringComparison.Ordinal));
        return known is null ? ChildStart.Failed(StartFailure.Other, text) : SpawnErrors.Explain(number, plan);
    }
}
