using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Testing;

/// <summary>One program a <see cref="FakeCommandRunner"/> was asked to run.</summary>
/// <param name="command">What was to be run.</param>
public sealed class FakeCommandCall(CommandInvocation command)
{
    private readonly Lock _gate = new();
    private readonly List<string> _written = [];

    /// <summary>What was to be run.</summary>
    public CommandInvocation Command { get; } = command;

    /// <summary>The lines written to it in a conversation so far, without line ends.</summary>
    public IReadOnlyList<string> Written
    {
        get
        {
            lock (_gate)
            {
                return [.. _written];
            }
        }
    }

    /// <summary>Its standard input outside of a conversation, as UTF-8.</summary>
    public string Input => Encoding.UTF8.GetString(Command.StandardInput.Span);

    /// <summary>The executable and the arguments, joined by blanks.</summary>
    public string CommandLine => string.Join(' ', [Command.Executable, .. Command.Arguments]);

    internal void Write(ReadOnlyMemory<byte> line)
    {
        lock (_gate)
        {
            _written.Add(Encoding.UTF8.GetString(line.Span));
        }
    }
}
