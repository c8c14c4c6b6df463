using ActiveResponse.AspNetCore.Blocking;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds blocking in the app to the pipeline.</summary>
public static class ActiveResponseBlockingExtensions
{
    /// <summary>Refuses requests from addresses that the engine has blocked, with 403.</summary>
    /// <remarks>
    /// Needs <c>AddActiveResponse().AddInAppBlocking()</c>. Put it first, but after <c>UseForwardedHeaders</c> behind a proxy: it looks at
    /// the connection's remote address alone and never at a header, which anyone could send.
    /// </remarks>
    /// <param name="app">The app.</param>
    /// <exception cref="InvalidOperationException">The services are missing.</exception>
    public static IApplicationBuilder UseActiveResponseBlocking(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<BlockedAddresses>() is null)
        {
            throw new InvalidOperationException(
                $"{nameof(UseActiveResponseBlocking)} needs services.AddActiveResponse().AddInAppBlocking() before the app is built."
            );
        }

        return app.UseMiddleware<BlockingMiddleware>();
    }
}
