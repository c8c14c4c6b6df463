using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipfilter;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers IP Filter.</summary>
public static class IpfilterExtensions
{
    /// <summary>Blocks addresses with IP Filter, by rules as OSSEC makes them. FreeBSD, NetBSD and Solaris, as root.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Under what name, and whether IPv6 is blocked.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddIpfilter(
        this ActiveResponseBuilder builder,
        IpfilterOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new IpfilterOptions();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Ipfilter(provider.GetRequiredService<ICommandRunner>(), settings),
            executables
        );
    }
}
