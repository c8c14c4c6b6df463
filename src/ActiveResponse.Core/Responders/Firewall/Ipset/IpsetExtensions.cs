using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers ipset.</summary>
public static class IpsetExtensions
{
    /// <summary>Blocks addresses with sets of ipset that one rule of iptables and one of ip6tables look into. Linux, as root or with
    /// <c>CAP_NET_ADMIN</c> and <c>CAP_NET_RAW</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which sets and chain, from where it is reached, under what name, and what becomes of packets.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddIpset(
        this ActiveResponseBuilder builder,
        IpsetOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new IpsetOptions();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.Ipset(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables
        );
    }
}
