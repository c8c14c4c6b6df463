using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;

namespace ActiveResponse.AsScript.Stock;

/// <summary><c>restart-wazuh</c>: restarts the agent it is installed in. There is nothing to take back.</summary>
internal sealed class RestartScript(string home, ICommandRunner runner) : IReversibleResponder
{
    // Stopped in the middle, the agent would stay down.
    private static readonly CommandLimits Limits = new() { StopAfter = TimeSpan.FromMinutes(10) };

    public string Name => "restart-wazuh";

    public ResponderNeeds Needs => ResponderNeeds.Nothing;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var program = Path.Combine(home, "bin", "wazuh-control");
        var result = await runner.RunAsync(new CommandInvocation(program, "restart") { WorkingDirectory = home, Limits = Limits }, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? ResponderResult.Applied() : ResponderResult.Failed($"Error executing '{program}': {result.Outcome}, {result.Detail} exit code {result.ExitCode}");
    }

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ResponderResult.AlreadyReverted());
}
