using ActiveResponse.Processes;

namespace ActiveResponse.CliWrap;

/// <summary>Runs programs with CliWrap; what a run is, from the started program to its result, is the library's.</summary>
/// <param name="setsid">The program that makes a session; null to do without.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class CliWrapRunner(string? setsid, TimeProvider time) : ICommandRunner
{
    private readonly CliWrapLauncher _launcher = new(setsid);

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
        if (!LaunchPlan.TryMake(command, out var plan, out var refusal))
        {
            return refusal;
        }

        var started = time.GetTimestamp();
        var start = await _launcher.StartAsync(plan).ConfigureAwait(false);
        if (start.Child is not { } child)
        {
            return CommandResult.NotStarted(start.Failure, start.Detail) with { Duration = time.GetElapsedTime(started) };
        }

        using (child)
        {
            var result = await new CommandRun(child, command, time, started).ToEndAsync(dialogue, cancellationToken).ConfigureAwait(false);
            return setsid is not null && SetsidProgram.FailureIn(result, plan) is { Child: null } failed
                ? CommandResult.NotStarted(failed.Failure, failed.Detail) with { Duration = result.Duration }
                : result;
        }
    }
}
