using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Iptables;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers iptables.</summary>
public static class IptablesExtensions
{
    /// <summary>Blocks addresses with iptables and ip6tables, in a chain of its own. Linux, as root or with <c>CAP_NET_ADMIN</c> and
    /// <c>CAP_NET_RAW</c>.</summary>
    /// <remarks>Each packet passes all rules: with more than some hundred blocks at a time, <see cref="IpsetExtensions.AddIpset"/> and
    /// <see cref="NftablesExtensions.AddNftables"/> cost less.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which chain, from where it is reached, under what name, and what becomes of packets.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddIptables(
        this ActiveResponseBuilder builder,
        IptablesOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new IptablesOptions();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.Iptables(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables
        );
    }
}
