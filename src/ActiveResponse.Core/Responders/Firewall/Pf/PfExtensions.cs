using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Pf;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers pf.</summary>
public static class PfExtensions
{
    /// <summary>Blocks addresses with pf, in a table that <c>pf.conf</c> has. OpenBSD, FreeBSD and macOS, as root. It means <c>pf</c> and
    /// <c>pf.sh</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name, and whether open connections end.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddPf(
        this ActiveResponseBuilder builder,
        PfOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new PfOptions();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Pf(provider.GetRequiredService<ICommandRunner>(), settings),
            executables,
            [.. StockExecutables.FilesOf("pf")]
        );
    }
}
