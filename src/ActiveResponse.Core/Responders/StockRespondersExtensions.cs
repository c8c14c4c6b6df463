using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers the responders of stock configurations.</summary>
public static class StockRespondersExtensions
{
    /// <summary>
    /// Adds what the stock executables of OSSEC and Wazuh do on this system: <see cref="FirewallDropExtensions.AddFirewallDrop"/> for its
    /// packet filters, TCP wrappers for <c>host-deny</c>, and null routes for <c>route-null</c>. Accounts are locked only with
    /// <see cref="DisableAccountExtensions.AddDisableAccount"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which packet filter to use, under what name.</param>
    public static ActiveResponseBuilder AddStockResponders(this ActiveResponseBuilder builder, FirewallDropOptions? options = null)
    {
        builder.AddFirewallDrop(options);
        if (OperatingSystem.IsLinux())
        {
            builder.AddHostsDeny(executables: StockNames.HostDenying);
        }

        return HostSystems.Current switch
        {
            HostSystem.Windows => builder.AddWindowsRoute(executables: StockNames.NullRouting),
            HostSystem.Linux => builder.AddNullRoute(executables: StockNames.NullRouting),
            HostSystem.FreeBsd or HostSystem.OpenBsd or HostSystem.NetBsd or HostSystem.MacOs => builder.AddBsdRoute(
                executables: StockNames.NullRouting
            ),
            _ => builder,
        };
    }
}
