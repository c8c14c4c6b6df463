using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Replaces registrations by wrappers; the container still creates and disposes the wrapped parts.</summary>
internal static class Decorations
{
    /// <summary>Wraps the last registration of a service.</summary>
    /// <exception cref="InvalidOperationException">Nothing is registered.</exception>
    public static void Decorate<T>(IServiceCollection services, Func<T, IServiceProvider, T> wrap)
        where T : class
    {
        for (var i = services.Count - 1; i >= 0; i--)
        {
            if (services[i] is { IsKeyedService: false } found && found.ServiceType == typeof(T))
            {
                var key = new object();
                services[i] = ServiceDescriptor.Describe(
                    typeof(T),
                    provider => wrap(provider.GetRequiredKeyedService<T>(key), provider),
                    found.Lifetime
                );
                services.Add(Keyed(found, key));
                return;
            }
        }

        throw new InvalidOperationException($"There is no {typeof(T).Name} to decorate: call AddActiveResponse() first.");
    }

    /// <summary>Wraps each registration of a service.</summary>
    public static void DecorateEach<T>(IServiceCollection services, Func<T, IServiceProvider, T> wrap)
        where T : class
    {
        for (var i = services.Count - 1; i >= 0; i--)
        {
            if (services[i] is { IsKeyedService: false } found && found.ServiceType == typeof(T))
            {
                var key = new object();
                services[i] = ServiceDescriptor.Describe(
                    typeof(T),
                    provider => wrap(provider.GetRequiredKeyedService<T>(key), provider),
                    found.Lifetime
                );
                services.Add(Keyed(found, key));
            }
        }
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor found, object key) =>
        found switch
        {
            { ImplementationInstance: { } instance } => new ServiceDescriptor(found.ServiceType, key, instance),
            { ImplementationFactory: { } make } => new ServiceDescriptor(
                found.ServiceType,
                key,
                (provider, _) => make(provider),
                found.Lifetime
            ),
            _ => new ServiceDescriptor(found.ServiceType, key, found.ImplementationType!, found.Lifetime),
        };
}
