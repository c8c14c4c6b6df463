using ActiveResponse.Execution;
using ActiveResponse.Notifications;
using ActiveResponse.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Adds notifications of outcomes.</summary>
public static class NotificationExtensions
{
    /// <summary>Posts outcomes to a web address.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Address, text and limits; validated at the start of the host.</param>
    public static ActiveResponseBuilder AddWebhookNotifications(this ActiveResponseBuilder builder, WebhookNotificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddObserver(provider =>
            NotificationObservers.Webhook(options, provider.GetService<TimeProvider>(), provider.GetService<ILoggerFactory>())
        );
    }

    /// <summary>Runs a program for each outcome.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Program, text and limits; validated at the start of the host.</param>
    public static ActiveResponseBuilder AddProgramNotifications(this ActiveResponseBuilder builder, ProgramNotificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddObserver(provider =>
            NotificationObservers.Program(
                options,
                provider.GetRequiredService<ICommandRunner>(),
                provider.GetService<TimeProvider>(),
                provider.GetService<ILoggerFactory>()
            )
        );
    }
}
