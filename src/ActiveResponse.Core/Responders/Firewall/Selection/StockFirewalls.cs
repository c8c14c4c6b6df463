using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The built-in firewalls of each system, best first.</summary>
internal static class StockFirewalls
{
    public static IEnumerable<IFirewallBackend> Make(ICommandRunner runner, TimeProvider clock)
    {
        if (OperatingSystem.IsLinux())
        {
            yield return new NftablesBackend(new NftablesOptions(), runner, clock);
        }
    }
}
