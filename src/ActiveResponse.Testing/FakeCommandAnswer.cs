using System.Collections.Immutable;
using ActiveResponse.Processes;

namespace ActiveResponse.Testing;

/// <summary>How a program that isn't run behaves.</summary>
public sealed record FakeCommandAnswer
{
    /// <summary>What came of it. Default: exit code 0.</summary>
    public CommandResult Result { get; init; } = CommandResult.Exited(0);

    /// <summary>The lines it gives in a conversation, one for each read; then its output ends.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>Whether it takes what is written to it. Default: yes.</summary>
    public bool ReadsInput { get; init; } = true;

    /// <summary>It ends when this task does. Default: at once.</summary>
    public Task Until { get; init; } = Task.CompletedTask;
}
