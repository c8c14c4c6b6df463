using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Assumes that every executable is an existing script, for explanations and dry runs.</summary>
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

        private ResponderResult NotRun() => ResponderResult.Refused($"'{executable}' is only assumed to exist; nothing is run");
    }
}
