using System.Collections.Immutable;

namespace ActiveResponse.Ossec.Execd;

/// <summary>A program execd starts, to act on a message or to revert.</summary>
internal sealed record ExecdRun
{
    /// <summary>The path it is started by, which it sees as its own name.</summary>
    public required string Program { get; init; }

    /// <summary>The further arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The line for its standard input, without the line end; empty for none.</summary>
    public ReadOnlyMemory<byte> Line { get; init; }

    /// <summary>Unregisters its block if it can't be started; null if it has none.</summary>
    public Action? Forget { get; init; }

    /// <summary>Whether it reverts.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether a script without a <c>#!</c> line is run by the shell: Wazuh does, OSSEC doesn't.</summary>
    public bool FallsBackToShell { get; init; }

    /// <summary>
    /// Registers the program's block from its reply line (null if it gave none), and returns the answer to send (null for none). Null if
    /// the program isn't asked for a reply.
    /// </summary>
    public Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?>? Answer { get; init; }
}
