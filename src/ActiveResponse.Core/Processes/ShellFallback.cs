namespace ActiveResponse.Processes;

/// <summary>Runs a script without a <c>#!</c> line as <c>execvp</c> does: what the kernel doesn't know as a program is given to
/// <c>/bin/sh</c>.</summary>
/// <remarks>
/// Wazuh's execd starts its programs so (<c>src/shared/exec_op.c</c>), and there are scripts that rely on it; OSSEC's uses <c>execv</c>,
/// which doesn't. The script's path and its arguments stay list items: the shell is given nothing to read but the file itself. Unlike
/// <c>execvp</c> a file with a NUL in its beginning, such as a program of another platform, is left alone.
/// </remarks>
internal static class ShellFallback
{
    private const string Shell = "/bin/sh";
    private const int BytesLookedAt = 512;

    /// <summary>Runs a program; with a dialogue talks to it.</summary>
    /// <param name="runner">Starts programs.</param>
    /// <param name="command">What to run.</param>
    /// <param name="dialogue">The talk, or null. It isn't called for the start that failed.</param>
    /// <param name="isAllowed">Whether the shell may be used.</param>
    /// <param name="cancellationToken">Ends the program early.</param>
    public static async ValueTask<CommandResult> RunAsync(
        ICommandRunner runner,
        CommandInvocation command,
        CommandDialogue? dialogue,
        bool isAllowed,
        CancellationToken cancellationToken
    )
    {
        var result = await StartAsync(command).ConfigureAwait(false);
        return
            isAllowed
            && result.StartFailure == StartFailure.BadFormat
            && !OperatingSystem.IsWindows()
            && IsText(Path.Combine(command.WorkingDirectory, command.Executable))
            ? await StartAsync(command with { Executable = Shell, Arguments = [command.Executable, .. command.Arguments] })
                .ConfigureAwait(false)
            : result;

        ValueTask<CommandResult> StartAsync(CommandInvocation what) =>
            dialogue is null ? runner.RunAsync(what, cancellationToken) : runner.ConverseAsync(what, dialogue, cancellationToken);
    }

    private static bool IsText(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> beginning = stackalloc byte[BytesLookedAt];
            var length = file.ReadAtLeast(beginning, BytesLookedAt, throwOnEndOfStream: false);
            return !beginning[..length].Contains((byte)0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
