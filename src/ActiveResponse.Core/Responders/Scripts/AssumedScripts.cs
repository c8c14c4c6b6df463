using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Takes every executable for a script that is there: for explaining, and for dry runs on a host that has nothing to act
/// with.</summary>
internal sealed class AssumedScripts(ScriptProtocol protocol) : IScriptResponders
{
    public IResponder Find(CommandDefinition command, out string? whyNot)
    {
        whyNot = null;
        return new AssumedScript(command.Executable, ScriptNeeds.Of(protocol, command.Executable, command.Expect));
    }

    private sealed class AssumedScript(string executable, ResponderNeeds needs) : IReversibleResponder
    {
        public string Name => executable;

        public ResponderNeeds Needs => needs;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(NotRun());

        public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(NotRun());

        private ResponderResult NotRun() =>
            ResponderResult.Refused($"'{executable}' is only assumed to be there, for explaining; nothing is run");
    }
}
