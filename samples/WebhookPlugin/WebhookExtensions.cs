using ActiveResponse.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookPlugin;

/// <summary>Adds the webhook to a host.</summary>
public static class WebhookExtensions
{
    /// <summary>Blocks by posting to a web service.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="executables">Further executables of a configuration that mean it.</param>
    public static ActiveResponseBuilder AddWebhook(
        this ActiveResponseBuilder builder,
        WebhookOptions options,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddResponder(
            provider => new WebhookResponder(
                provider.GetService<HttpClient>() ?? new HttpClient(),
                options,
                provider.GetRequiredService<TimeProvider>()
            ),
            executables
        );
    }
}
