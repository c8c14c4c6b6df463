using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActiveResponse.DependencyInjection;

/// <summary>Hands orders to a manager that is already there.</summary>
public static class ManagerQueuesExtensions
{
    /// <summary>Hands orders to the manager of OSSEC or Wazuh 4 that runs on this host: its <c>execd</c>, and by its <c>remoted</c> every
    /// enrolled agent. Linux.</summary>
    /// <remarks>
    /// The host is the server then, unless <c>UseHost</c> says otherwise before. The dialect is that of the configuration. Guards are asked
    /// first; timeouts and repeated offenders are execd's business, and what was handed over is not in the store.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The manager.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder UseManagerQueues(this ActiveResponseBuilder builder, ManagerQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        if (
            builder.Services.Any(static service =>
                service.ServiceType == typeof(HostIdentity) && ReferenceEquals(service.ImplementationInstance, HostIdentity.Standalone)
            )
        )
        {
            builder.UseHost(new HostIdentity { Role = HostRole.Server });
        }

        if (options.TakesOwnOrders)
        {
            builder.Services.Replace(
                ServiceDescriptor.Singleton<IScriptResponders>(static provider => new HandedOverResponders(
                    provider.GetRequiredService<ActiveResponseConfig>().Dialect
                ))
            );
        }

        return builder.UseDispatcher(provider => new ManagerQueueDispatcher(
            options,
            provider.GetRequiredService<ActiveResponseConfig>().Dialect,
            provider.GetRequiredService<TimeProvider>()
        ));
    }
}
