using ActiveResponse.Execution;
using ActiveResponse.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Notifications;

/// <summary>Creates observers that notify people or other systems of outcomes.</summary>
/// <remarks>
/// Each sends one notification at a time, in order, retries, and never delays a block. The engine's health report has a finding for each.
/// When disposed they send what waits, within <see cref="NotificationOptions.Timeout"/>.
/// </remarks>
public static class NotificationObservers
{
    /// <summary>Posts to a web address.</summary>
    /// <param name="options">Address, text and limits.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="loggers">Logger factory; null for none.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static IResponseObserver Webhook(WebhookNotificationOptions options, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var clock = time ?? TimeProvider.System;
        return Create(options, new WebhookSender(options, WebhookSender.Client(), clock), clock, loggers);
    }

    /// <summary>Runs a program for each.</summary>
    /// <param name="options">Program, text and limits.</param>
    /// <param name="runner">Starts the program.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="loggers">Logger factory; null for none.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static IResponseObserver Program(
        ProgramNotificationOptions options,
        ICommandRunner runner,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        options.Validate();
        return Create(options, new ProgramSender(options, runner), time ?? TimeProvider.System, loggers);
    }

    private static NotificationObserver Create(
        NotificationOptions options,
        INotificationSender sender,
        TimeProvider clock,
        ILoggerFactory? loggers
    ) => new(options, sender, clock, (loggers ?? NullLoggerFactory.Instance).CreateLogger<NotificationObserver>());
}
