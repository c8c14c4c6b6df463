namespace ActiveResponse.Processes;

/// <summary>The default runner: spawns on Linux, falls back to <see cref="System.Diagnostics.Process"/> elsewhere.</summary>
internal sealed class CommandRunner(IChildLauncher launcher, TimeProvider time) : ICommandRunner
{
    public CommandRunner(TimeProvider time)
        : this(OperatingSystem.IsLinux() && Environment.Is64BitProcess ? new SpawnLauncher() : new ProcessLauncher(), time)
    {
    }

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return StartAsync(command, null, cancellationToken);
    }

    public ValueTask<CommandResult> ConverseAsync(CommandInvocation command, CommandDialogue dialogue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(dialogue);
        return StartAsync(command, dialogue, cancellationToken);
    }

    private async ValueTask<CommandResult> StartAsync(CommandInvocation command, CommandDialogue? dialogue, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!LaunchPlan.TryMake(command, launcher.TakesBytes, out var plan, out var refusal))
        {
            return refusal;
        }

        var started = time.GetTimestamp();
        var start = await launcher.StartAsync(plan).ConfigureAwait(false);
        if (start.Child is not { } child)
        {
            return CommandResult.NotStarted(start.Failure, start.Detail) with { Duration = time.GetElapsedTime(started) };
        }

        using (child)
        {
            var run = new CommandRun(child, command, time, started);
            return await run.ToEndAsync(dialogue, cancellationToken).ConfigureAwait(false);
        }
    }
}
