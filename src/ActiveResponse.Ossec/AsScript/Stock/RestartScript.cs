using System.Globalization;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary><c>restart-wazuh</c>: restarts the agent it is installed in. Can't be reverted.</summary>
internal sealed class RestartScript(string home, ICommandRunner runner) : IReversibleResponder
{
    // Interrupted midway, the agent would stay down.
    private static readonly CommandLimits Limits = new() { StopAfter = TimeSpan.FromMinutes(10) };

    public string Name => "restart-wazuh";

    public ResponderNeeds Needs => ResponderNeeds.Nothing;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var program = Path.Combine(home, "bin", "wazuh-control");
        var result = await runner
            .RunAsync(new CommandInvocation(program, "restart") { WorkingDirectory = home, Limits = Limits }, cancellationToken)
            .ConfigureAwait(false);
        return result.IsSuccess ? ResponderResult.Applied() : ResponderResult.Failed($"Error executing '{program}': {Describe(result)}");
    }

    private static string Describe(CommandResult result) =>
        result switch
        {
            { Outcome: CommandOutcome.FailedToStart } => $"not started: {result.Detail}",
            { Outcome: CommandOutcome.TimedOut } => string.Create(
                CultureInfo.InvariantCulture,
                $"it didn't end within {Limits.StopAfter.TotalMinutes:0} minutes"
            ),
            { Signal: { } signal } => string.Create(CultureInfo.InvariantCulture, $"ended by signal {signal}"),
            { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"exit code {code}"),
            _ => "exit code unknown",
        };

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ResponderResult.AlreadyLifted());
}
