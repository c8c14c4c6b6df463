using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActiveResponse.DependencyInjection;

/// <summary>Passes orders to an existing manager.</summary>
public static class ManagerQueuesExtensions
{
    /// <summary>Passes orders to the OSSEC or Wazuh 4 manager on this host: to its <c>execd</c>, and through its <c>remoted</c> to every
    /// enrolled agent. Linux.</summary>
    /// <remarks>The host becomes the server, unless <c>UseHost</c> was called before. The dialect is the configuration's. Guards run first;
    /// execd handles timeouts and repeated offenders, and the store doesn't record these orders.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The manager.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of range.</exception>
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
