using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Execd;

/// <summary>The scripts of an installation, each told in the way of the message it is run for: Wazuh 5, or what the installation's scripts know.</summary>
internal sealed class ExecdScripts(ExecdFolder folder, ICommandRunner runner, ImmutableDictionary<string, ScriptOverrides> overrides) : IScriptResponders
{
    private readonly ScriptResponders _usual = new(
        new ScriptOptions { Folder = folder.ScriptFolder, Overrides = overrides }, folder.Dialect == ConfigDialect.Ossec ? ScriptProtocol.OssecArgv : ScriptProtocol.Wazuh4Stdin, runner);

    private readonly ScriptResponders _wazuh5 = new(new ScriptOptions { Folder = folder.ScriptFolder, Overrides = overrides }, ScriptProtocol.Wazuh5Stdin, runner);

    public IResponder? Find(CommandDefinition command, out string? whyNot)
    {
        var usual = _usual.Find(command, out whyNot);
        return usual is IReversibleResponder script && _wazuh5.Find(command, out whyNot) is IReversibleResponder other ? new Script(script, other) : null;
    }

    private sealed class Script(IReversibleResponder usual, IReversibleResponder wazuh5) : IPlaceNaming, INamingResponder
    {
        public string Name => usual.Name;

        public ResponderNeeds Needs { get; } = usual.Needs with { AlertJson = true };

        public string PlaceFor(ResponseCommand order) => For(order).PlaceFor(order);

        public bool IsAt(string place) => usual.IsAt(place);

        public bool MustBeAsked(ResponseCommand order) => For(order) is INamingResponder naming && naming.MustBeAsked(order);

        public void Remember(ActionKey effect)
        {
            (usual as INamingResponder)?.Remember(effect);
            (wazuh5 as INamingResponder)?.Remember(effect);
        }

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            For(context.Order).ApplyAsync(context, cancellationToken);

        public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
            For(context.Order).RevertAsync(context, cancellationToken);

        private IReversibleResponder For(ResponseCommand order) => IsWazuh5(order.Origin.AlertJson) ? wazuh5 : usual;

        // The event of a Wazuh 5 message has the response in it; an alert has not.
        private static bool IsWazuh5(ReadOnlyMemory<byte> alert)
        {
            if (alert.IsEmpty)
            {
                return false;
            }

            try
            {
                using var document = JsonDocument.Parse(alert);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("wazuh", out var wazuh) && wazuh.ValueKind == JsonValueKind.Object
                    && wazuh.TryGetProperty("active_response", out _);
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }
}
