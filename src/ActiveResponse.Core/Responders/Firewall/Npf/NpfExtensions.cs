using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Npf;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers npf.</summary>
public static class NpfExtensions
{
    /// <summary>Blocks addresses with npf, in a table that <c>npf.conf</c> has. NetBSD, as root. It means <c>npf</c> and
    /// <c>npf.sh</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddNpf(
        this ActiveResponseBuilder builder,
        NpfOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NpfOptions();
        return builder.AddPacketFilter(
            provider => FirewallBackends.Npf(provider.GetRequiredService<ICommandRunner>(), settings),
            executables,
            [.. StockExecutables.FilesOf("npf")]
        );
    }
}
