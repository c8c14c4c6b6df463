namespace ActiveResponse.Processes;

/// <summary>Conversation with a running program. Its exceptions stop the program and reach the caller.</summary>
/// <param name="conversation">Input and output of the program.</param>
/// <param name="cancellationToken">Fires when the program is asked to stop.</param>
public delegate ValueTask CommandDialogue(ICommandConversation conversation, CancellationToken cancellationToken);
