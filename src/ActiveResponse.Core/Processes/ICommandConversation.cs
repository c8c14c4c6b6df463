namespace ActiveResponse.Processes;

/// <summary>Standard input and output of a running program, line by line.</summary>
public interface ICommandConversation
{
    /// <summary>Writes one line and its line end.</summary>
    /// <param name="line">The line without a line end.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>False if the program doesn't take it: it is gone, closed its input, or was abandoned.</returns>
    ValueTask<bool> WriteLineAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken);

    /// <summary>Reads the next line of standard output.</summary>
    /// <param name="maxBytes">Maximum length without the line end; at least 1.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<ConversationLine> ReadLineAsync(int maxBytes, TimeSpan within, CancellationToken cancellationToken);

    /// <summary>Closes the program's standard input; repeated calls are harmless.</summary>
    void CloseInput();
}
