using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>The scripts of an installation, each run over the protocol of its message: Wazuh 5, or the installation's own.</summary>
internal sealed class ExecdScripts(ExecdFolder folder, ICommandRunner runner, ImmutableDictionary<string, ScriptOverrides> overrides)
    : IScriptResponders
{
    private readonly ScriptResponders _usual = new(
        new ScriptOptions { Folder = folder.ScriptFolder, Overrides = overrides },
        folder.Dialect == ConfigDialect.Ossec ? ScriptProtocol.OssecArgv : ScriptProtocol.Wazuh4Stdin,
        runner,
        handsMessagesOn: true
    );

    private readonly ScriptResponders _wazuh5 = new(
        new ScriptOptions { Folder = folder.ScriptFolder, Overrides = overrides },
        ScriptProtocol.Wazuh5Stdin,
        runner,
        handsMessagesOn: true
    );

    public IResponder? Find(CommandDefinition command, out string? whyNot)
    {
        var usual = _usual.Find(command, out whyNot);
        return usual is IReversibleResponder script && _wazuh5.Find(command, out whyNot) is IReversibleResponder other
            ? new Script(script, other)
            : null;
    }

    private sealed class Script(IReversibleResponder usual, IReversibleResponder wazuh5) : IPlaceNaming, INamingResponder
    {
        public string Name => usual.Name;

        public ResponderNeeds Needs { get; } = usual.Needs with { AlertJson = true };

        public string PlaceFor(ResponseOrder order) => For(order).PlaceFor(order);

        public bool IsAt(string place) => usual.IsAt(place);

        public bool MustBeAsked(ResponseOrder order) => For(order) is INamingResponder naming && naming.MustBeAsked(order);

        public void Remember(ActionKey effect)
        {
            (usual as INamingResponder)?.Remember(effect);
            (wazuh5 as INamingResponder)?.Remember(effect);
        }

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            For(context.Order).ApplyAsync(context, cancellationToken);

        public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
            For(context.Order).RevertAsync(context, cancellationToken);

        private IReversibleResponder For(ResponseOrder order) => IsWazuh5(order.Origin.AlertJson) ? wazuh5 : usual;

        // As on arrival: only a message of Wazuh 4 has a command.
        private static bool IsWazuh5(ReadOnlyMemory<byte> message) =>
            CJsonReader.TryRead(message.Span, out var root)
            && root.Find("command") is not { IsText: true }
            && root.Find("wazuh")?.Find("active_response") is not null;
    }
}
