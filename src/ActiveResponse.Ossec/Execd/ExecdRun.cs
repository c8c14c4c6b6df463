using System.Collections.Immutable;

namespace ActiveResponse.Ossec.Execd;

/// <summary>A program execd starts: to act on a message, or to take back what it did.</summary>
internal sealed record ExecdRun
{
    /// <summary>The path it is started by, which it finds as its own name.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments after that.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The line it is given on standard input, without the line end; empty for none.</summary>
    public ReadOnlyMemory<byte> Line { get; init; }

    /// <summary>Forgets what was registered for it, since it could not be started; null when nothing was.</summary>
    public Action? Forget { get; init; }

    /// <summary>Whether it takes something back.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether a script without a <c>#!</c> line is given to the shell: Wazuh starts its programs so, OSSEC doesn't.</summary>
    public bool FallsBackToShell { get; init; }

    /// <summary>
    /// Takes the line the program gives in return (null when it gave none), and says what it is told then (null for nothing). Null when it
    /// isn't asked for one. What is registered is registered by this.
    /// </summary>
    public Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?>? Answer { get; init; }
}
