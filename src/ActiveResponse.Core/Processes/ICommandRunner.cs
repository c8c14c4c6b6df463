namespace ActiveResponse.Processes;

/// <summary>Starts programs: always an executable and an argument list, never a shell.</summary>
/// <remarks>
/// The program gets its own session, the fixed environment of <see cref="CommandInvocation"/> and no open files but the standard three.
/// Whatever it does, a call ends within its three limits and, if the platform permits, leaves no process behind that was asked to stop.
/// Failures of the world are results; only wrong arguments, cancellation and a dialogue's own exceptions are thrown.
/// </remarks>
public interface ICommandRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Stops the program early, by the same steps as the limits.</param>
    /// <exception cref="OperationCanceledException">The token fired during the run; the program has been stopped.</exception>
    ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken);

    /// <summary>Runs a program and converses over its standard input and output.</summary>
    /// <param name="command">What to run; its <see cref="CommandInvocation.StandardInput"/> is ignored.</param>
    /// <param name="dialogue">The conversation; not called if the program can't be started. Standard input closes when it returns.</param>
    /// <param name="cancellationToken">Stops the program early, by the same steps as the limits.</param>
    /// <exception cref="OperationCanceledException">The token fired during the run; the program has been stopped.</exception>
    ValueTask<CommandResult> ConverseAsync(CommandInvocation command, CommandDialogue dialogue, CancellationToken cancellationToken);
}
