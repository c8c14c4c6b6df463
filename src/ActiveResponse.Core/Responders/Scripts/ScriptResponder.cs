using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>One executable of the script folder, run over the protocol it was written for.</summary>
internal sealed class ScriptResponder(
    string executable, ScriptFolder folder, ScriptProtocol protocol, ExpectedFields expect, ICommandRunner runner, ScriptSettings? settings = null)
    : IReversibleResponder
{
    private readonly ScriptSettings _settings = settings ?? ScriptSettings.Default;

    public string Name => executable;

    public ResponderNeeds Needs { get; } = ScriptNeeds.Of(protocol, expect);

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        RunAsync(context.Order, ScriptAction.Add, cancellationToken);

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        RunAsync(context.Order, ScriptAction.Delete, cancellationToken);

    private async ValueTask<ResponderResult> RunAsync(ResponseCommand order, ScriptAction action, CancellationToken cancellationToken)
    {
        if (!folder.TryFind(executable, out var path, out var reason))
        {
            // A revert is tried again: the administrator may put the script right.
            return action == ScriptAction.Add ? ResponderResult.Refused(reason) : ResponderResult.Failed(reason);
        }

        var place = ScriptPlace.Of(path, folder, protocol);
        var call = ScriptCall.Describe(order, action, protocol, place.Program);
        if (call.Refusal is not null)
        {
            return ResponderResult.Refused(call.Refusal);
        }

        var command = new CommandInvocation(place.Program, call.Argv.AsSpan()[1..])
        {
            WorkingDirectory = place.WorkingDirectory,
            Limits = _settings.Limits,
        };
        var result = await runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
        return ScriptOutcome.Of(result, executable, protocol, action, note: null);
    }
}
