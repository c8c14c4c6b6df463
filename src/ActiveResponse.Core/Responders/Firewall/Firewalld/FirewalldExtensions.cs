using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers firewalld.</summary>
public static class FirewalldExtensions
{
    /// <summary>Blocks addresses with rich rules of firewalld, as <c>firewalld-drop</c> of OSSEC and Wazuh does. For up to some hundred
    /// blocks.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which zone, under what name, and what becomes of packets.</param>
    /// <param name="executables">
    /// Further executables bound to it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of range.</exception>
    public static ActiveResponseBuilder AddFirewalld(
        this ActiveResponseBuilder builder,
        FirewalldOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new FirewalldOptions();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.Firewalld(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables,
            settings.Name,
            settings.Name + ".sh"
        );
    }

    /// <summary>Blocks addresses with two firewalld sets that are sources of a zone: for large lists. The first block reloads firewalld
    /// once.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which sets and zone, under what name, and when firewalld may be reloaded.</param>
    /// <param name="executables">
    /// Further executables bound to it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of range.</exception>
    public static ActiveResponseBuilder AddFirewalldIpset(
        this ActiveResponseBuilder builder,
        FirewalldIpsetOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new FirewalldIpsetOptions();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.FirewalldIpset(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables
        );
    }
}
