using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Starts a machine's programs in order, without waiting for them.</summary>
/// <remarks>The originals start one for each message. Here each program has a limit of children, and one that hangs uses up only its own
/// places; a start beyond the waiting limit is reported and dropped.</remarks>
/// <param name="folder">The installation.</param>
/// <param name="runner">Starts programs.</param>
/// <param name="gate">Held while the machine decides.</param>
/// <param name="notify">Receives messages for the operator.</param>
/// <param name="overrides">Additional environment of single scripts.</param>
/// <param name="atOnce">The maximum number of children of one program.</param>
/// <param name="waiting">The maximum number of waiting starts of one program.</param>
internal sealed class ExecdPrograms(
    ExecdFolder folder,
    ICommandRunner runner,
    Lock gate,
    Action<ExecdNote> notify,
    ImmutableDictionary<string, ScriptOverrides>? overrides = null,
    int atOnce = ExecdPrograms.AtOnce,
    int waiting = ExecdPrograms.MostWaiting
)
{
    /// <summary>The maximum number of children of one program.</summary>
    public const int AtOnce = 100;

    /// <summary>The maximum number of waiting starts of one program.</summary>
    public const int MostWaiting = 10_000;

    private readonly ProgramSlots _slots = new(atOnce, waiting);
    private long _dropped;

    /// <summary>execd never ends a program; one that runs this long is abandoned.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Completes when no start waits for a place.</summary>
    public Task AllStarted => _slots.NoneWaits;

    /// <summary>Starts a program, or queues it.</summary>
    /// <param name="run">The program.</param>
    /// <param name="turn">Its turn for a decision; null for immediately.</param>
    /// <param name="cancellationToken">Ends the program early.</param>
    /// <returns>Completes when it has been started or queued, or can't be; the inner task when it has ended.</returns>
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

    // All are counted; the first are reported, then ever fewer.
    private void Drop(ExecdRun run, DecisionOrder.Turn? turn)
    {
        var dropped = ++_dropped;
        if (long.IsPow2(dropped))
        {
            notify(
                new ExecdNote(
                    null,
                    $"{SafeText.Of(run.Program, 300)} isn't started: {waiting} starts wait already. Dropped so far: "
                        + $"{dropped}. Find out why it doesn't end."
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
            // Canceled; what it has done stays.
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
            // A program that doesn't read may still have replied.
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
        if (reply is { } answer)
        {
            await talk.WriteLineAsync(answer, cancellationToken).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte>? Ask(Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> answer, ReadOnlyMemory<byte>? line)
    {
        lock (gate)
        {
            return answer(line);
        }
    }

    // A program that never started made no block: the next message must start it again.
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

    // The original notices only in its child that a file can't be executed, when the block is registered already.
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

                notify(new ExecdNote("1312", $"{program} can't be started: {result.Detail}"));
                break;
            case CommandOutcome.TimedOut:
                notify(new ExecdNote(null, $"{program} ran for an hour and was ended."));
                break;
        }
    }
}
