using System.ComponentModel;
using System.Diagnostics;
using CliWrap;

namespace ActiveResponse.Processes.CliWrap;

/// <summary>Starts programs with CliWrap, through <c>setsid</c> if available.</summary>
internal sealed class CliWrapLauncher(string? setsid) : IChildLauncher
{
    // Process encodes arguments itself, as UTF-8.
    public bool TakesBytes => false;

    public Task<ChildStart> StartAsync(LaunchPlan plan) => Task.FromResult(Start(plan));

    public CommandResult Judge(CommandResult result, LaunchPlan plan) =>
        setsid is not null && SetsidProgram.FailureIn(result, plan) is { Child: null } failed
            ? CommandResult.NotStarted(failed.Failure, failed.Detail) with
            {
                Duration = result.Duration,
            }
            : result;

    private ChildStart Start(LaunchPlan plan)
    {
        if (setsid is not null && ProgramFile.ErrorOf(plan) is var error && error != 0)
        {
            return SpawnErrors.Explain(error, plan);
        }

        var pipes = new HeldPipes();
        var command = (
            setsid is null
                ? Cli.Wrap(plan.FullPath).WithArguments(plan.Arguments)
                : Cli.Wrap(setsid).WithArguments(["--", plan.Executable, .. plan.Arguments])
        )
            .WithWorkingDirectory(plan.WorkingDirectory)
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(PipeSource.Create(pipes.HoldInputAsync))
            .WithStandardOutputPipe(PipeTarget.Create(pipes.HoldOutputAsync))
            .WithStandardErrorPipe(PipeTarget.Create(pipes.HoldErrorAsync));
        Process? process = null;
        var kill = new CancellationTokenSource();
        try
        {
            var run = command.ExecuteAsync(info => Replace(info.Environment, plan.Environment), started => process = started, kill.Token);
            return ChildStart.Of(new CliWrapChild(process!, run.Task, pipes, kill, leadsSession: setsid is not null));
        }
        catch (Win32Exception e)
        {
            // CliWrap wraps the exception that has the error number.
            var number = (e.InnerException as Win32Exception ?? e).NativeErrorCode;
            kill.Dispose();
            if (!OperatingSystem.IsWindows())
            {
                return SpawnErrors.Explain(number, plan);
            }

            return ChildStart.Failed(number == 2 ? StartFailure.NotFound : StartFailure.Other, $"{plan.Executable}: {e.Message}");
        }
    }

    // CliWrap adds its variables to the inherited ones; ours must replace them.
    private static void Replace(IDictionary<string, string?> inherited, IReadOnlyDictionary<string, string> variables)
    {
        inherited.Clear();
        foreach (var (name, value) in variables)
        {
            inherited[name] = value;
        }
    }
}
