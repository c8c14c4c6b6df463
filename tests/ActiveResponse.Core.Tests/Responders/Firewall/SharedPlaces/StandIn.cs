using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

/// <summary>Programs of another system, played: they read their arguments as the manual page has it, keep state, and refuse all else as the
/// real ones do.</summary>
internal abstract class StandIn : ICommandRunner
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];

    /// <summary>What was run, with what was read in brackets.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>When set, is asked first for an answer in place of that of the program.</summary>
    public Func<CommandInvocation, CommandResult?>? Instead { get; set; }

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var input = Encoding.ASCII.GetString(command.StandardInput.Span);
        lock (_gate)
        {
            var line = string.Join(' ', [command.Executable, .. command.Arguments]);
            _calls.Add(input.Length == 0 ? line : $"{line} [{input.TrimEnd('\n').Replace("\n", "; ", StringComparison.Ordinal)}]");
            return ValueTask.FromResult(Instead?.Invoke(command) ?? Run(command.Executable, [.. command.Arguments], input));
        }
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("No packet filter is talked with.");

    /// <summary>Runs a program for a test, by the words of its command line.</summary>
    public CommandResult Type(string commandLine, string input = "")
    {
        var words = commandLine.Split(' ');
        return Run(words[0], words[1..], input);
    }

    public void Forget() => _calls.Clear();

    /// <summary>The state as a text.</summary>
    public abstract string Describe();

    protected abstract CommandResult Run(string program, string[] arguments, string input);

    protected static CommandResult Unknown(string program) => CommandResult.NotStarted(StartFailure.NotFound, program);
}
