using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers nftables.</summary>
public static class NftablesExtensions
{
    /// <summary>Blocks addresses with nftables, in a table of its own. Linux, as root or with <c>CAP_NET_ADMIN</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name, and what becomes of packets.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    public static ActiveResponseBuilder AddNftables(
        this ActiveResponseBuilder builder,
        NftablesOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NftablesOptions();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.Nftables(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables
        );
    }
}
