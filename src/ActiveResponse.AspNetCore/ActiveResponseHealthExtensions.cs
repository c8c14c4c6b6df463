using ActiveResponse.AspNetCore.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of active response.</summary>
public static class ActiveResponseHealthExtensions
{
    private const string Tag = "active-response";

    /// <summary>
    /// Adds four checks, tagged <c>active-response</c>: <c>active-response-store</c> and <c>active-response-firewalls</c>, without which
    /// nothing new is blocked (unhealthy), <c>active-response-sources</c> and <c>active-response-blocks</c> (degraded).
    /// </summary>
    /// <remarks>They share one look at the host, at most every 5 s. Further calls change nothing.</remarks>
    /// <param name="builder">The health checks.</param>
    public static IHealthChecksBuilder AddActiveResponseChecks(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(static service => service.ServiceType == typeof(SharedReport)))
        {
            return builder;
        }

        builder.Services.TryAddSingleton<SharedReport>();
        return builder
            .Add(CheckOf("store", CheckArea.Store, HealthStatus.Unhealthy))
            .Add(CheckOf("firewalls", CheckArea.Firewalls, HealthStatus.Unhealthy))
            .Add(CheckOf("sources", CheckArea.Sources, HealthStatus.Degraded))
            .Add(CheckOf("blocks", CheckArea.Blocks, HealthStatus.Degraded));
    }

    private static HealthCheckRegistration CheckOf(string name, CheckArea area, HealthStatus failure) =>
        new($"{Tag}-{name}", provider => new FindingsCheck(provider.GetRequiredService<SharedReport>(), area), failure, [Tag]);
}
