using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.AixIpsec;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers the IP security filters of AIX.</summary>
public static class AixIpsecExtensions
{
    /// <summary>Blocks addresses with the IP security filters of AIX; IPv4 only.</summary>
    /// <remarks>.NET itself doesn't run on AIX: the registered <see cref="ICommandRunner"/> has to carry the commands there.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The mark and the place of our rules, and the lock.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound
    /// to. Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddAixIpsec(
        this ActiveResponseBuilder builder,
        AixIpsecOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new AixIpsecOptions();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.AixIpsec(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables
        );
    }
}
