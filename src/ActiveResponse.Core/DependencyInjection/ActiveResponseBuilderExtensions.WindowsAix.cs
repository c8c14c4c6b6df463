using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.AixIpsec;
using ActiveResponse.Responders.Firewall.Netsh;
using ActiveResponse.Responders.Firewall.WindowsRoute;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <content>Firewalls of Windows and AIX.</content>
public static partial class ActiveResponseBuilderExtensions
{
    /// <summary>Blocks addresses with the Windows firewall, in rules of our own. Windows, as an administrator.</summary>
    /// <remarks>It is also what <c>netsh</c>, <c>netsh.cmd</c>, <c>netsh.exe</c> and <c>netsh-win-2016.cmd</c> mean.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The names of the rules, their size, and the lock.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="Responders.StockNames.PacketFiltering"/> that nothing else is bound
    /// to. Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddNetsh(
        this ActiveResponseBuilder builder,
        NetshOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NetshOptions();
        settings.Check();
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

    /// <summary>Routes addresses to nowhere on Windows, so that nothing is answered to them. Windows, as an administrator; IPv4
    /// only.</summary>
    /// <remarks>It is also what <c>route-null.cmd</c>, <c>route-null.exe</c> and <c>win_route-null.cmd</c> mean.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The gateway and the metric.</param>
    /// <param name="executables">Further executables that mean it.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddWindowsRoute(
        this ActiveResponseBuilder builder,
        WindowsRouteOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new WindowsRouteOptions();
        settings.Check();
        return builder.AddFirewall(
            provider => FirewallBackends.WindowsRoute(provider.GetRequiredService<ICommandRunner>(), settings),
            executables.Union(StockExecutables.FilesOf("route-null", "win_route-null").Where(ScriptName.IsForWindows))
        );
    }

    /// <summary>Blocks addresses with the IP security filters of AIX; IPv4 only.</summary>
    /// <remarks>.NET itself doesn't run on AIX: the registered <see cref="ICommandRunner"/> has to carry the commands there.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The mark and the place of our rules, and the lock.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="Responders.StockNames.PacketFiltering"/> that nothing else is bound
    /// to. Two packet filters with this default are an error when the host starts.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddAixIpsec(
        this ActiveResponseBuilder builder,
        AixIpsecOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new AixIpsecOptions();
        settings.Check();
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
