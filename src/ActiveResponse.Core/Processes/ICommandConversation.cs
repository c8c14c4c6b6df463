namespace ActiveResponse.Processes;

/// <summary>The standard input and output of a running program, line by line.</summary>
public interface ICommandConversation
{
    /// <summary>Writes one line; the line end is added.</summary>
    /// <param name="line">The line's bytes, without a line end.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>False when the program doesn't take it: it is gone, has closed its input, or has been given up.</returns>
    ValueTask<bool> WriteLineAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken);

    /// <summary>Reads the next line of standard output.</summary>
    /// <param name="maxBytes">The longest line to take, line end not counted; at least 1.</param>
    /// <param name="within">How long to wait for it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ConversationLine> ReadLineAsync(int maxBytes, TimeSpan within, CancellationToken cancellationToken);

    /// <summary>Closes the program's standard input; more than once is harmless.</summary>
    void CloseInput();
}
