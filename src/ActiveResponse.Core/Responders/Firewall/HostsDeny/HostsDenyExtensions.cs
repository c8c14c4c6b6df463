using System.IO.Abstractions;
using ActiveResponse.Platform;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers TCP wrappers.</summary>
public static class HostsDenyExtensions
{
    /// <summary>Denies addresses in the deny file of TCP wrappers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which file, under what name.</param>
    /// <param name="executables">Further executables that mean it; <see cref="StockNames.AddressBlocking"/> makes it the firewall of a
    /// stock configuration.</param>
    public static ActiveResponseBuilder AddHostsDeny(
        this ActiveResponseBuilder builder,
        HostsDenyOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new HostsDenyOptions();
        return builder.AddFirewall(
            provider => new HostsDenyBackend(
                settings,
                provider.GetRequiredService<IFileSystem>(),
                provider.GetRequiredService<INativeFiles>()
            ),
            [.. executables, settings.Name, settings.Name + ".sh"]
        );
    }
}
