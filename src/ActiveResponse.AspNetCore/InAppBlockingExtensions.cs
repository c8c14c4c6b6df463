using ActiveResponse.AspNetCore;
using ActiveResponse.AspNetCore.Blocking;
using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers blocking in the app.</summary>
public static class InAppBlockingExtensions
{
    /// <summary>
    /// Adds a responder that blocks in this app alone, without root, and what <c>app.UseActiveResponseBlocking()</c> needs. Further calls
    /// only configure.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    /// <param name="executables">Executables bound to the responder. Default: the stock names of packet filters that nothing else
    /// claims.</param>
    public static ActiveResponseBuilder AddInAppBlocking(
        this ActiveResponseBuilder builder,
        Action<InAppBlockingOptions>? configure = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(executables);
        var services = builder.Services;
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(static service => service.ServiceType == typeof(BlockedAddresses)))
        {
            return builder;
        }

        string[] names = [.. executables];
        services
            .AddOptions<InAppBlockingOptions>()
            .Validate(static options => options.Name.Length > 0, $"{nameof(InAppBlockingOptions.Name)} must not be empty.")
            .Validate(
                static options => options.CheckInterval >= TimeSpan.FromSeconds(1) && options.CheckInterval <= TimeSpan.FromHours(1),
                $"{nameof(InAppBlockingOptions.CheckInterval)} must be 1 s to 1 hour."
            )
            .ValidateOnStart();
        services.AddSingleton<BlockedAddresses>();
        services.AddSingleton<BlockedSync>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<BlockedSync>());
        services.AddSingleton(provider => new ResponderRegistration(
            new InAppResponder(
                provider.GetRequiredService<IOptions<InAppBlockingOptions>>().Value.Name,
                provider.GetRequiredService<BlockedAddresses>()
            ),
            [.. names],
            IsDefaultFilter: names.Length == 0
        ));
        return builder.AddObserver(static provider => provider.GetRequiredService<BlockedSync>());
    }
}
