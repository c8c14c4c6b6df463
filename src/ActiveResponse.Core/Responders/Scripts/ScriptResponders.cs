using System.Collections.Concurrent;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Gives out responders for the executables of one script folder; whether a script may be run is looked at anew each time.</summary>
internal sealed class ScriptResponders(ScriptFolder folder, ScriptProtocol protocol, ICommandRunner runner) : IScriptResponders
{
    private readonly ConcurrentDictionary<(string Executable, ExpectedFields Expect), ScriptResponder> _responders = new();

    public IResponder? Find(CommandDefinition command, out string? whyNot) =>
        folder.TryFind(command.Executable, out _, out whyNot)
            ? _responders.GetOrAdd(
                (command.Executable, command.Expect), key => new ScriptResponder(key.Executable, folder, protocol, key.Expect, runner))
            : null;
}
