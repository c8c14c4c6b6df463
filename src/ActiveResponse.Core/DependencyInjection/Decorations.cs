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
        if (!DecorateLast(services, services.Count, wrap, out _))
        {
            throw new InvalidOperationException($"There is no {typeof(T).Name} to decorate: call AddActiveResponse() first.");
        }
    }

    /// <summary>Wraps each registration of a service.</summary>
    public static void DecorateEach<T>(IServiceCollection services, Func<T, IServiceProvider, T> wrap)
        where T : class
    {
        var before = services.Count;
        while (DecorateLast(services, before, wrap, out before)) { }
    }

    // Wraps the last registration before an index, and returns its own.
    private static bool DecorateLast<T>(IServiceCollection services, int before, Func<T, IServiceProvider, T> wrap, out int index)
        where T : class
    {
        for (index = before - 1; index >= 0; index--)
        {
            if (services[index] is { IsKeyedService: false } found && found.ServiceType == typeof(T))
            {
                var key = new object();
                services[index] = ServiceDescriptor.Describe(
                    typeof(T),
                    provider => wrap(provider.GetRequiredKeyedService<T>(key), provider),
                    found.Lifetime
                );
                services.Add(Keyed(found, key));
                return true;
            }
        }

        return false;
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
