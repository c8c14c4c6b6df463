namespace ActiveResponse.Processes;

/// <summary>Result of reading one line.</summary>
/// <param name="Status">Whether there is a line, or why not.</param>
/// <param name="Bytes">The line without its line end; empty if there is none.</param>
public readonly record struct ConversationLine(LineStatus Status, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Creates the result for a line.</summary>
    public static ConversationLine Of(ReadOnlyMemory<byte> bytes) => new(LineStatus.Line, bytes);
}
