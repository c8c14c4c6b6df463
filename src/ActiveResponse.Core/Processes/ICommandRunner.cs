namespace ActiveResponse.Processes;

/// <summary>Starts programs: always an executable and an argument list, never a shell.</summary>
/// <remarks>
/// The program gets its own session, the fixed environment of <see cref="CommandInvocation"/> and no open file but the three standard ones.
/// However it behaves, a call ends within its three limits, and no process that was asked to stop is left behind if the platform can help
/// it. What the world did comes back as a result; thrown are only wrong arguments, cancellation, and what a dialogue throws.
/// </remarks>
public interface ICommandRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Ends the program early, by the same steps as the limits.</param>
    /// <exception cref="OperationCanceledException">The token fired while the program ran; by then it has been stopped.</exception>
    ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken);

    /// <summary>Runs a program and talks to it over its standard input and output.</summary>
    /// <param name="command">What to run; its <see cref="CommandInvocation.StandardInput"/> is not used.</param>
    /// <param name="dialogue">The talk; not called when the program can't be started. Standard input is closed when it returns.</param>
    /// <param name="cancellationToken">Ends the program early, by the same steps as the limits.</param>
    /// <exception cref="OperationCanceledException">The token fired while the program ran; by then it has been stopped.</exception>
    ValueTask<CommandResult> ConverseAsync(CommandInvocation command, CommandDialogue dialogue, CancellationToken cancellationToken);
}
