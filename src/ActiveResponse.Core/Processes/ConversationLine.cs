namespace ActiveResponse.Processes;

/// <summary>What came of reading one line.</summary>
/// <param name="Status">Whether there is a line, and why not.</param>
/// <param name="Bytes">The line without its line end; empty unless there is one.</param>
public readonly record struct ConversationLine(LineStatus Status, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A line that was read.</summary>
    public static ConversationLine Of(ReadOnlyMemory<byte> bytes) => new(LineStatus.Line, bytes);
}
