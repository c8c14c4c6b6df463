using ActiveResponse.Processes.CliWrap;

namespace ActiveResponse.Processes;

/// <summary>Starts programs on this host, with CliWrap or natively on Linux.</summary>
public sealed class CommandRunner : ICommandRunner
{
    private readonly IChildLauncher _launcher;
    private readonly TimeProvider _time;

    internal CommandRunner(IChildLauncher launcher, TimeProvider time) => (_launcher, _time) = (launcher, time);

    // For the tool and the tests.
    internal CommandRunner(TimeProvider time)
        : this(BestLauncher(), time) { }

    /// <summary>Creates a runner that starts programs with CliWrap: the default of a host.</summary>
    /// <remarks>
    /// On Linux <c>/usr/bin/setsid</c> gives each program its own session. Without it, and on other platforms, a program is asked to stop
    /// by closing its input, and CliWrap kills its process tree.
    /// </remarks>
    /// <param name="time">Clock of the limits.</param>
    public static CommandRunner WithCliWrap(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new CommandRunner(new CliWrapLauncher(SetsidProgram.Find()), time);
    }

    /// <summary>Creates a runner that spawns programs itself on 64-bit Linux, and uses CliWrap elsewhere.</summary>
    /// <remarks>
    /// Each program leads its own session without a helper, inherits nothing, and keeps its process id until no more signals will be sent.
    /// </remarks>
    /// <param name="time">Clock of the limits.</param>
    public static CommandRunner Native(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new CommandRunner(time);
    }

    /// <summary>Runs a program until it ends or reaches its limits.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return StartAsync(command, null, cancellationToken);
    }

    /// <summary>Runs a program and exchanges lines with it.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="dialogue">The conversation.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    public ValueTask<CommandResult> ConverseAsync(CommandInvocation command, CommandDialogue dialogue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(dialogue);
        return StartAsync(command, dialogue, cancellationToken);
    }

    private async ValueTask<CommandResult> StartAsync(
        CommandInvocation command,
        CommandDialogue? dialogue,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!LaunchPlan.TryMake(command, _launcher.TakesBytes, out var plan, out var refusal))
        {
            return refusal;
        }

        var started = _time.GetTimestamp();
        var start = await _launcher.StartAsync(plan).ConfigureAwait(false);
        if (start.Child is not { } child)
        {
            return CommandResult.NotStarted(start.Failure, start.Detail) with { Duration = _time.GetElapsedTime(started) };
        }

        using (child)
        {
            var run = new CommandRun(child, command, _time, started);
            return _launcher.Judge(await run.ToEndAsync(dialogue, cancellationToken).ConfigureAwait(false), plan);
        }
    }

    private static IChildLauncher BestLauncher() =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess ? new SpawnLauncher() : new CliWrapLauncher(SetsidProgram.Find());
}
