using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>Takes the place of programs of a system that isn't here: keeps their state, and takes nothing that their manual doesn't
/// have.</summary>
internal abstract class StandInProgram : ICommandRunner
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>Asked before each run: a result to give instead of running, or null.</summary>
    public Func<CommandInvocation, CommandResult?> Spoil { get; set; } = static _ => null;

    /// <summary>Called after each run.</summary>
    public Action<CommandInvocation> Ran { get; set; } = static _ => { };

    /// <summary>The command lines so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The command lines that change something.</summary>
    public IEnumerable<string> Changes => Lines.Where(line => !IsListing(line));

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _lines.Add(string.Join(' ', [command.Executable, .. command.Arguments]));
            var result = Spoil(command) ?? Run(command.Executable, [.. command.Arguments]);
            Ran(command);
            return ValueTask.FromResult(result);
        }
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    /// <summary>Runs it; the one that fits among the programs of the system.</summary>
    protected abstract CommandResult Run(string executable, string[] arguments);

    protected abstract bool IsListing(string line);

    protected static CommandResult NotFound(string executable) =>
        CommandResult.NotStarted(StartFailure.NotFound, $"{executable} isn't there");
}
