using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Xdp;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers XDP.</summary>
public static class XdpExtensions
{
    /// <summary>Blocks addresses before the network stack sees their packets. Linux 5.9 or later, as root or with <c>CAP_BPF</c> and
    /// <c>CAP_NET_ADMIN</c>.</summary>
    /// <remarks>Stops what comes in, and ends open connections by that; what this host sends is not examined.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which interfaces, under what name, and where blocks are kept.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    public static ActiveResponseBuilder AddXdp(
        this ActiveResponseBuilder builder,
        XdpOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new XdpOptions();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Xdp(settings, provider.GetRequiredService<TimeProvider>()),
            executables
        );
    }
}
