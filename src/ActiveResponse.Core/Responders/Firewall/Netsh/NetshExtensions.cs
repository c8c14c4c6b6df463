using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Netsh;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers the Windows firewall.</summary>
public static class NetshExtensions
{
    /// <summary>Blocks addresses with the Windows firewall, in rules of our own. Windows, as an administrator.</summary>
    /// <remarks>It is also what <c>netsh</c>, <c>netsh.cmd</c>, <c>netsh.exe</c> and <c>netsh-win-2016.cmd</c> mean.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The names of the rules, their size, and the lock.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound
    /// to. Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddNetsh(
        this ActiveResponseBuilder builder,
        NetshOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NetshOptions();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.Netsh(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables,
            [.. StockExecutables.FilesOf("netsh", "netsh-win-2016")]
        );
    }
}
