using System.Collections.Concurrent;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Provides responders for the executables of one script folder; checks each time whether a script may be run.</summary>
internal sealed class ScriptResponders(ScriptOptions options, ScriptProtocol usual, ICommandRunner runner, bool handsMessagesOn = false)
    : IScriptResponders
{
    private readonly ScriptFolder _folder = new(options.Folder);
    private readonly ScriptKeyTable _keys = new();
    private readonly ConcurrentDictionary<(string Executable, ExpectedFields Expect), ScriptResponder> _responders = new();

    public IResponder? Find(CommandDefinition command, out string? whyNot) =>
        _folder.TryFind(command.Executable, out _, out whyNot)
            ? _responders.GetOrAdd((command.Executable, command.Expect), key => Create(key.Executable, key.Expect))
            : null;

    private ScriptResponder Create(string executable, ExpectedFields expect) =>
        new(
            executable,
            _folder,
            options.For(executable, usual),
            expect,
            runner,
            new ScriptSettings
            {
                Limits = options.Limits,
                KeysWithin = options.KeysWithin,
                HandsMessagesOn = handsMessagesOn,
                Overrides = options.OverridesOf(executable),
                Keys = _keys,
            }
        );
}
