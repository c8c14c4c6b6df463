using ActiveResponse.Alerts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers sources of alerts.</summary>
public static class AlertIntakeExtensions
{
    /// <summary>Follows an alert file for as long as the host runs. Several may be added. With a durable store it goes on where an earlier
    /// run stopped.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file, e.g. <c>/var/ossec/logs/alerts/alerts.json</c>; it may not be there yet.</param>
    /// <param name="options">Where to begin, and limits; null to follow what is appended from now on.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder AddAlertFile(this ActiveResponseBuilder builder, string path, AlertFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        builder.Services.AddSingleton<IHostedService>(provider =>
        {
            options?.Validate();
            var intake = provider.GetRequiredService<AlertIntake>();
            return new AlertIntakeService(
                intake,
                path,
                async token => await intake.OpenAsync(path, options, token).ConfigureAwait(false),
                provider.GetRequiredService<ILogger<AlertIntake>>()
            );
        });
        return builder;
    }

    /// <summary>Takes in the alerts of a source of your own for as long as the host runs. Several may be added.</summary>
    /// <remarks>One that is an <see cref="IResumableAlertSource"/> goes on, with a durable store, where an earlier run stopped. The host
    /// ends the source with itself.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What the source is called in the log and in health reports, e.g. <c>kafka:alerts</c>.</param>
    /// <param name="source">Makes the source.</param>
    public static ActiveResponseBuilder AddAlertSource(
        this ActiveResponseBuilder builder,
        string name,
        Func<IServiceProvider, IAlertSource> source
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(source);
        builder.Services.AddSingleton<IHostedService>(provider =>
        {
            var opened = source(provider);
            return new AlertIntakeService(
                provider.GetRequiredService<AlertIntake>(),
                name,
                _ => ValueTask.FromResult(opened),
                provider.GetRequiredService<ILogger<AlertIntake>>(),
                opened
            );
        });
        return builder;
    }
}
