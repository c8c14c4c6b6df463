using System.Collections.Immutable;
using ActiveResponse.Execution;
using ActiveResponse.Notifications;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tool.Running;

/// <summary>Who is notified of outcomes, of which, and how.</summary>
internal sealed record NotificationSettings
{
    public Uri? Url { get; init; }

    public string? Token { get; init; }

    public string? Program { get; init; }

    /// <summary>The outcomes; null for the library's default.</summary>
    public ImmutableArray<ActionOutcome>? Outcomes { get; init; }

    public string? Template { get; init; }

    public int? PerMinute { get; init; }

    /// <summary>Creates the observers that send them.</summary>
    public IEnumerable<IResponseObserver> Observers(ICommandRunner runner, ILoggerFactory loggers)
    {
        if (Url is not null)
        {
            yield return NotificationObservers.Webhook(
                WithCommon(new WebhookNotificationOptions { Url = Url, Token = Token }),
                TimeProvider.System,
                loggers
            );
        }

        if (Program is not null)
        {
            yield return NotificationObservers.Program(
                WithCommon(new ProgramNotificationOptions { Executable = Program }),
                runner,
                TimeProvider.System,
                loggers
            );
        }
    }

    private T WithCommon<T>(T options)
        where T : NotificationOptions =>
        (T)(
            options with
            {
                Outcomes = Outcomes ?? options.Outcomes,
                Template = Template,
                MaxPerMinute = PerMinute ?? options.MaxPerMinute,
            }
        );
}
