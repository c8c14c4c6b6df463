namespace ActiveResponse.Processes;

/// <summary>One run, from the started program to its result: ask to stop, kill, stop waiting.</summary>
internal sealed class CommandRun(IChild child, CommandInvocation command, TimeProvider time, long started)
{
    private readonly OutputCapture _output = new(child.Output, command.MaxCapturedBytes);
    private readonly OutputCapture _error = new(child.Error, command.MaxCapturedBytes);
    private readonly CommandLimits _limits = command.Limits;
    private Exception? _dialogueFault;
    private bool _stopped;
    private bool _killed;

    public async ValueTask<CommandResult> ToEndAsync(CommandDialogue? dialogue, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limits.StopAfter, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var abandon = new CancellationTokenSource();
        var conversation = new Conversation(child.Input, _output, time, abandon.Token);
        var pipes = Task.WhenAll(
            _output.PumpAsync(abandon.Token),
            _error.PumpAsync(abandon.Token),
            ConverseAsync(dialogue ?? WriteInputAsync, conversation, stop)
        );

        if (!await CompletesAsync(child.Ended, stop.Token).ConfigureAwait(false))
        {
            await StopAsync().ConfigureAwait(false);
        }

        var abandoned = !await DrainAsync(pipes, _stopped ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
        await abandon.CancelAsync().ConfigureAwait(false);
        if (abandoned)
        {
            // A dialogue may ignore its token, and Windows may not cancel a read: neither is waited for.
            await DrainAsync(pipes, CancellationToken.None).ConfigureAwait(false);
        }

        // This may be running on the thread that waits for all children, so the caller must continue elsewhere.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var exit = child.Reap();
        if (_dialogueFault is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_dialogueFault);
        }

        if (_stopped)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Result(exit, abandoned);
    }

    private async Task StopAsync()
    {
        // Each limit's timer starts before its signal is sent, so that it covers the signal's effects.
        _stopped = true;
        using var kill = new CancellationTokenSource(_limits.KillAfter, time);
        child.RequestStop();
        if (!await CompletesAsync(child.Ended, kill.Token).ConfigureAwait(false))
        {
            _killed = true;
            using var giveUp = new CancellationTokenSource(_limits.AbandonAfter, time);
            child.Kill();
            await CompletesAsync(child.Ended, giveUp.Token).ConfigureAwait(false);
        }
        else
        {
            // The leader stopped; kill the rest of its group.
            child.Kill();
        }
    }

    private async Task<bool> DrainAsync(Task pipes, CancellationToken cancellationToken)
    {
        if (pipes.IsCompleted)
        {
            return true;
        }

        using var limit = new CancellationTokenSource(_limits.AbandonAfter, time);
        using var give = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await CompletesAsync(pipes, give.Token).ConfigureAwait(false);
    }

    private async Task ConverseAsync(CommandDialogue dialogue, Conversation conversation, CancellationTokenSource stop)
    {
        try
        {
            await dialogue(conversation, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The limit or the caller ended the dialogue, and the result says so.
        }
#pragma warning disable CA1031 // Stop the program first, whatever a dialogue throws.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _dialogueFault = e;
            await stop.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            conversation.CloseInput();
        }
    }

    private async ValueTask WriteInputAsync(ICommandConversation conversation, CancellationToken cancellationToken)
    {
        if (!command.StandardInput.IsEmpty)
        {
            await ((Conversation)conversation).WriteAsync(command.StandardInput, cancellationToken).ConfigureAwait(false);
        }
    }

    private CommandResult Result(ChildExit? exit, bool abandoned) =>
        new()
        {
            Outcome = OutcomeOf(exit),
            ExitCode = exit?.ExitCode,
            Signal = exit?.Signal,
            StandardOutput = _output.Captured,
            StandardError = _error.Captured,
            OutputTruncated = _output.IsTruncated,
            ErrorTruncated = _error.IsTruncated,
            Duration = time.GetElapsedTime(started),
            Killed = _killed,
            PipesAbandoned = abandoned,
            StillRunning = exit is null,
        };

    private CommandOutcome OutcomeOf(ChildExit? exit)
    {
        if (_stopped)
        {
            return CommandOutcome.TimedOut;
        }

        return exit?.Signal is null ? CommandOutcome.Exited : CommandOutcome.Signaled;
    }

    private static async Task<bool> CompletesAsync(Task task, CancellationToken giveUp)
    {
        await task.WaitAsync(giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
