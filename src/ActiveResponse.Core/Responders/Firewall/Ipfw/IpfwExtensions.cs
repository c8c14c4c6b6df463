using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipfw;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers ipfw.</summary>
public static class IpfwExtensions
{
    /// <summary>Blocks addresses with ipfw, in a lookup table. FreeBSD, as root. It means <c>ipfw(.sh)</c> and
    /// <c>ipfw_mac(.sh)</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddIpfw(
        this ActiveResponseBuilder builder,
        IpfwOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new IpfwOptions();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Ipfw(provider.GetRequiredService<ICommandRunner>(), settings),
            executables,
            [.. StockExecutables.FilesOf("ipfw", "ipfw_mac")]
        );
    }
}
