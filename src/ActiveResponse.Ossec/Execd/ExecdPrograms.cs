using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Starts the programs of a machine, one after the other, and waits for none of them.</summary>
/// <remarks>
/// The originals start as many as messages come. Here each program has so many children at once, and one that hangs fills its own places
/// only; a start beyond what may wait is told and dropped.
/// </remarks>
/// <param name="folder">The installation.</param>
/// <param name="runner">Starts programs.</param>
/// <param name="gate">Held while the machine is asked.</param>
/// <param name="tell">Is told what an operator should know.</param>
/// <param name="overrides">What the environment of single scripts has besides.</param>
/// <param name="atOnce">So many children of one program run at once.</param>
/// <param name="waiting">So many starts of one program wait.</param>
internal sealed class ExecdPrograms(
    ExecdFolder folder,
    ICommandRunner runner,
    Lock gate,
    Action<ExecdNote> tell,
    ImmutableDictionary<string, ScriptOverrides>? overrides = null,
    int atOnce = ExecdPrograms.AtOnce,
    int waiting = ExecdPrograms.MostWaiting
)
{
    /// <summary>So many children of one program run at once.</summary>
    public const int AtOnce = 100;

    /// <summary>So many starts of one program wait.</summary>
    public const int MostWaiting = 10_000;

    private readonly ProgramSlots _slots = new(atOnce, waiting);
    private long _dropped;

    /// <summary>execd never ends a program; one that runs for so long is given up.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Completes when no start waits for its turn any more.</summary>
    public Task AllStarted => _slots.NoneWaits;

    /// <summary>Starts a program, or has it wait for its turn.</summary>
    /// <param name="run">The program.</param>
    /// <param name="turn">When it may be answered; null at once.</param>
    /// <param name="cancellationToken">Ends the program early.</param>
    /// <returns>Completes when it has been started, or can't be, or waits for its turn; the inner task when it has ended.</returns>
    public async Task<Task> StartAsync(ExecdRun run, DecisionOrder.Turn? turn, CancellationToken cancellationToken)
    {
        if (_slots.Enter(run.Program, run.IsEnd) is not { } place)
        {
            Drop(run, turn);
            return Task.CompletedTask;
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = RunInPlaceAsync(run, turn, place, started, cancellationToken);
        if (place.IsCompleted)
        {
            await Task.WhenAny(started.Task, end).ConfigureAwait(false);
        }

        return end;
    }

    private async Task RunInPlaceAsync(
        ExecdRun run,
        DecisionOrder.Turn? turn,
        Task place,
        TaskCompletionSource started,
        CancellationToken cancellationToken
    )
    {
        await place.ConfigureAwait(false);
        try
        {
            await RunAsync(run, turn, started, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Leave(run.Program, run.IsEnd);
        }
    }

    // Each one is counted; told are the first of them, and then ever fewer.
    private void Drop(ExecdRun run, DecisionOrder.Turn? turn)
    {
        var dropped = ++_dropped;
        if (long.IsPow2(dropped))
        {
            tell(
                new ExecdNote(
                    null,
                    $"{SafeText.Of(run.Program, 300)} is not started: {waiting} starts wait for it already. Dropped so far: "
                        + $"{dropped}. See why it doesn't end."
                )
            );
        }

        if (run.Answer is { } answer)
        {
            Ask(answer, null);
        }

        Forget(run);
        turn?.Dispose();
    }

    private async Task RunAsync(ExecdRun run, DecisionOrder.Turn? turn, TaskCompletionSource started, CancellationToken cancellationToken)
    {
        var command = new CommandInvocation(run.Program, run.Arguments.AsSpan())
        {
            WorkingDirectory = folder.WorkingDirectory,
            Environment =
                overrides?.GetValueOrDefault(Path.GetFileName(run.Program))?.Environment ?? ImmutableDictionary<string, string>.Empty,
            Limits = new CommandLimits { StopAfter = Longest },
        };
        var answer = run.Answer;
        try
        {
            var result = await ShellFallback
                .RunAsync(
                    runner,
                    command,
                    async (talk, token) =>
                    {
                        started.TrySetResult();
                        await ConverseAsync(talk, run, turn, token).ConfigureAwait(false);
                        answer = null;
                    },
                    run.FallsBackToShell,
                    cancellationToken
                )
                .ConfigureAwait(false);
            Report(run, result);
        }
        catch (OperationCanceledException)
        {
            // Told to end; what it has done stays as it is.
        }
        finally
        {
            if (answer is not null)
            {
                Ask(answer, null);
            }

            turn?.Dispose();
        }
    }

    private async Task ConverseAsync(ICommandConversation talk, ExecdRun run, DecisionOrder.Turn? turn, CancellationToken cancellationToken)
    {
        if (!run.Line.IsEmpty)
        {
            // One that doesn't read may still have answered.
            await talk.WriteLineAsync(run.Line, cancellationToken).ConfigureAwait(false);
        }

        if (run.Answer is null)
        {
            return;
        }

        var line = await talk.ReadLineAsync(WazuhMessage.MaxBytes, Longest, cancellationToken).ConfigureAwait(false);
        if (turn is not null)
        {
            await turn.Mine.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var reply = Ask(run.Answer, line.Status is LineStatus.Line or LineStatus.TooLong ? (ReadOnlyMemory<byte>?)line.Bytes : null);
        turn?.Dispose();
        if (reply is { } told)
        {
            await talk.WriteLineAsync(told, cancellationToken).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte>? Ask(Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> answer, ReadOnlyMemory<byte>? line)
    {
        lock (gate)
        {
            return answer(line);
        }
    }

    // What never started is no block: the next message for it must start its program.
    private void Forget(ExecdRun run)
    {
        if (run.Forget is { } forget)
        {
            lock (gate)
            {
                forget();
            }
        }
    }

    // The original finds in its child only that a file can't be executed, when the block is registered already.
    private static bool WasRegistered(StartFailure? failure) =>
        failure is not (StartFailure.BadArgument or StartFailure.OutOfResources or StartFailure.BadWorkingDirectory or StartFailure.Other);

    private void Report(ExecdRun run, CommandResult result)
    {
        var program = SafeText.Of(run.Program, 300);
        switch (result.Outcome)
        {
            case CommandOutcome.FailedToStart:
                if (!WasRegistered(result.StartFailure))
                {
                    Forget(run);
                }

                tell(new ExecdNote("1312", $"{program} can't be started: {result.Detail}"));
                break;
            case CommandOutcome.TimedOut:
                tell(new ExecdNote(null, $"{program} ran for an hour and was ended."));
                break;
        }
    }
}
