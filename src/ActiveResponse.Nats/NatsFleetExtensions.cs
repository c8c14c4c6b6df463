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
    /// Joins this host to a fleet: an agent receives orders, the server issues them, according to the role of
    /// <see cref="ActiveResponseBuilder.UseHost"/>.
    /// </summary>
    /// <remarks>
    /// Without a role, the credentials decide: with an agent's id the host becomes that agent, otherwise the server. Give an agent a
    /// durable store; without one it reads all orders in force again at each start. On an issuer, <see cref="NatsFleet"/> lists and
    /// controls the fleet.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The servers, and this host's credentials.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of range, or the
    /// credentials don't match the host.</exception>
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
