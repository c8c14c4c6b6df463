using ActiveResponse.Processes;

namespace ActiveResponse.Testing;

/// <summary>A runner that starts nothing: it records what it is asked to run and answers as scripted. Safe to use from several
/// threads.</summary>
/// <remarks>Without a fitting answer a program "exits" with code 0 and no output.</remarks>
public sealed class FakeCommandRunner : ICommandRunner
{
    private readonly Lock _gate = new();
    private readonly List<(Func<CommandInvocation, bool> Fits, FakeCommandAnswer Answer)> _answers = [];
    private readonly List<FakeCommandCall> _calls = [];

    /// <summary>What was run so far, in order.</summary>
    public IReadOnlyList<FakeCommandCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The executables and arguments run so far, joined by blanks, in order.</summary>
    public IReadOnlyList<string> CommandLines => [.. Calls.Select(static call => call.CommandLine)];

    /// <summary>Answers every program with a result.</summary>
    public FakeCommandRunner Answer(CommandResult result) => Answer(static _ => true, new FakeCommandAnswer { Result = result });

    /// <summary>Answers the programs that fit with a result. What was scripted last is asked first.</summary>
    public FakeCommandRunner Answer(Func<CommandInvocation, bool> fits, CommandResult result) =>
        Answer(fits, new FakeCommandAnswer { Result = result });

    /// <summary>Answers the programs that fit with lines in a conversation, and a result. What was scripted last is asked first.</summary>
    public FakeCommandRunner Answer(Func<CommandInvocation, bool> fits, FakeCommandAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(fits);
        ArgumentNullException.ThrowIfNull(answer);
        lock (_gate)
        {
            _answers.Insert(0, (fits, answer));
        }

        return this;
    }

    /// <inheritdoc/>
    public async ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        var (answer, _) = Record(command, cancellationToken);
        await answer.Until.WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer.Result;
    }

    /// <inheritdoc/>
    public async ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(dialogue);
        var (answer, call) = Record(command, cancellationToken);
        if (answer.Result.Outcome != CommandOutcome.FailedToStart)
        {
            await dialogue(new FakeConversation(answer, call), cancellationToken).ConfigureAwait(false);
        }

        await answer.Until.WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer.Result;
    }

    private (FakeCommandAnswer Answer, FakeCommandCall Call) Record(CommandInvocation command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        var call = new FakeCommandCall(command);
        lock (_gate)
        {
            _calls.Add(call);
            var answer = _answers.Find(a => a.Fits(command)).Answer ?? new FakeCommandAnswer();
            return (answer, call);
        }
    }
}
