using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>The parts of the tool's scripts.</summary>
internal sealed record StockSetup(ScriptSettings Settings, string Home, ICommandRunner Runner, TimeProvider Clock)
{
    /// <summary>Creates a firewall by its name. Default: the built-in one.</summary>
    public Func<string, IFirewallBackend> MakeFirewall { get; init; } =
        name => StockFirewalls.Make(name, HostSystems.Current, Runner, Clock);
}
