using ActiveResponse.AspNetCore;
using ActiveResponse.AspNetCore.Api;
using ActiveResponse.AspNetCore.Dashboard;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps active response into an app.</summary>
public static class ActiveResponseEndpointExtensions
{
    private const string DefaultPrefix = "/active-response";

    /// <summary>Maps the HTTP API. Both policies must be set: nothing is open by default.</summary>
    /// <remarks>
    /// Needs <c>AddActiveResponse().AddHttpApi()</c>. Requests of other sites' pages are refused; those that change something need the
    /// header <c>X-Active-Response: 1</c>. The OpenAPI document is at <c>openapi/v1.json</c> below the prefix.
    /// </remarks>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">The path that the API is below; it has <c>api/effects</c> and so on.</param>
    /// <param name="configure">Sets the policies.</param>
    /// <exception cref="InvalidOperationException">A policy isn't set, the services are missing, or the prefix is taken.</exception>
    public static IEndpointConventionBuilder MapActiveResponse(
        this IEndpointRouteBuilder endpoints,
        string prefix = DefaultPrefix,
        Action<ActiveResponseApiOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var options = new ActiveResponseApiOptions();
        configure?.Invoke(options);
        options.Check(nameof(MapActiveResponse));
        var mappings =
            endpoints.ServiceProvider.GetService<ApiMappings>()
            ?? throw new InvalidOperationException(
                $"{nameof(MapActiveResponse)} needs services.AddActiveResponse().AddHttpApi() before the app is built."
            );
        if (mappings.Find(prefix) is not null)
        {
            throw new InvalidOperationException($"Active response is mapped at '{prefix}' already.");
        }

        var mapping = new ApiMapping(prefix, options);
        mappings.Add(mapping);
        var whole = endpoints.MapGroup(prefix).RequireAuthorization(options.ReadPolicy!).WithGroupName(ApiDocument.Name);
        whole.WithMetadata(mapping).AddEndpointFilter(ApiFilters.AnswerAsync).AddEndpointFilter(ApiFilters.RefuseCrossSiteAsync);
        whole.MapGet("/openapi/v1.json", ApiDocument.WriteAsync).ExcludeFromDescription();
        var api = whole.MapGroup("/api");
        ReadEndpoints.Map(api);
        ChangeEndpoints.Map(
            api.MapGroup("").RequireAuthorization(options.ChangePolicy!).AddEndpointFilter(ApiFilters.RefuseCrossSiteChangeAsync)
        );
        return whole;
    }

    /// <summary>Maps the dashboard, under the policies of the API it shows, which must be mapped before.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">The prefix of the API.</param>
    /// <exception cref="InvalidOperationException">No API is mapped at the prefix.</exception>
    public static IEndpointConventionBuilder MapActiveResponseDashboard(this IEndpointRouteBuilder endpoints, string prefix = DefaultPrefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var mapping =
            endpoints.ServiceProvider.GetService<ApiMappings>()?.Find(prefix)
            ?? throw new InvalidOperationException(
                $"{nameof(MapActiveResponseDashboard)} shows the API of '{prefix}': call {nameof(MapActiveResponse)} with it first."
            );
        var page = endpoints.MapGroup(prefix).RequireAuthorization(mapping.Options.ReadPolicy!);
        page.ExcludeFromDescription();
        DashboardEndpoints.Map(page);
        return page;
    }
}
