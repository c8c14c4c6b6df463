using System.Diagnostics.Metrics;
using ActiveResponse.Execution;
using ActiveResponse.Nats;
using ActiveResponse.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveResponse.DependencyInjection;

/// <summary>Joins a host to a fleet over NATS JetStream.</summary>
public static class NatsFleetExtensions
{
    /// <summary>
    /// Joins this host to a fleet: as an agent it takes orders, and as the server it gives them, by the role of
    /// <see cref="ActiveResponseBuilder.UseHost"/>.
    /// </summary>
    /// <remarks>
    /// Without a role, one is taken from the credentials: those with an agent's id make it that agent, others the server. An agent needs
    /// a durable store, or it
    /// reads all orders that hold each time it starts. <see cref="NatsFleet"/> is there for an issuer to list and lift.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Where the servers are, and who this host is.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of range, or the
    /// credentials don't fit the host.</exception>
    public static ActiveResponseBuilder UseNatsFleet(this ActiveResponseBuilder builder, NatsFleetOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var services = builder.Services;
        if (
            services.LastOrDefault(static service => service.ServiceType == typeof(HostIdentity))?.ImplementationInstance
            is not HostIdentity { Role: not HostRole.Standalone }
        )
        {
            builder.UseHost(options.Credentials?.Identity ?? new HostIdentity { Role = HostRole.Server });
        }

        if (services.All(static service => service.ServiceType != typeof(NatsFleetOptions)))
        {
            builder.AddGuard(static provider => provider.GetRequiredService<FleetHost>().Guard);
        }

        services.Replace(ServiceDescriptor.Singleton(options));
        services.TryAddSingleton(static provider => new FleetMeters(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(static provider => new FleetHost(
            new FleetHostParts
            {
                Options = provider.GetRequiredService<NatsFleetOptions>(),
                Host = provider.GetRequiredService<HostIdentity>(),
                Engine = provider.GetService<ActiveResponseEngine>,
                Execution = () => provider.GetRequiredService<IOptions<ExecutionOptions>>().Value,
                Meters = provider.GetRequiredService<FleetMeters>(),
                Clock = provider.GetRequiredService<TimeProvider>(),
                Logger = provider.GetRequiredService<ILogger<FleetHost>>(),
            }
        ));
        services.TryAddSingleton(static provider => new NatsFleet(provider.GetRequiredService<FleetHost>().Issuer));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, FleetHost>(static provider => provider.GetRequiredService<FleetHost>())
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHealthSource, FleetHost>(static provider => provider.GetRequiredService<FleetHost>())
        );
        return builder.UseDispatcher(static provider => provider.GetRequiredService<FleetHost>());
    }
}
