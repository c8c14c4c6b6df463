namespace ActiveResponse.Processes;

/// <summary>
/// Runs a script without a <c>#!</c> line as <c>execvp</c> does: <c>/bin/sh</c> gets what the kernel rejects as a program.
/// </summary>
/// <remarks>
/// Wazuh's execd starts programs this way (<c>src/shared/exec_op.c</c>), and some scripts rely on it; OSSEC's uses <c>execv</c>, which
/// doesn't. Path and arguments stay list items: the shell reads nothing but the file. Unlike <c>execvp</c>, this skips files with a
/// NUL near their start, such as programs of another platform.
/// </remarks>
internal static class ShellFallback
{
    private const string Shell = "/bin/sh";
    private const int HeadLength = 512;

    /// <summary>Runs a program, with a dialogue if given.</summary>
    /// <param name="runner">Starts programs.</param>
    /// <param name="command">What to run.</param>
    /// <param name="dialogue">The conversation, or null; not called for the failed start.</param>
    /// <param name="isAllowed">Whether the shell may be used.</param>
    /// <param name="cancellationToken">Stops the program early.</param>
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
            Span<byte> beginning = stackalloc byte[HeadLength];
            var length = file.ReadAtLeast(beginning, HeadLength, throwOnEndOfStream: false);
            return !beginning[..length].Contains((byte)0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
