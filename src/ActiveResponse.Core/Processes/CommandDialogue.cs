namespace ActiveResponse.Processes;

/// <summary>One talk with a running program. What it throws stops the program and reaches the caller.</summary>
/// <param name="conversation">The running program's input and output.</param>
/// <param name="cancellationToken">Fires when the program is asked to stop.</param>
public delegate ValueTask CommandDialogue(ICommandConversation conversation, CancellationToken cancellationToken);
