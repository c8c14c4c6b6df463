using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;

namespace ActiveResponse.Notifications;

/// <summary>Selects the outcomes to notify of, their text, and how many.</summary>
public abstract record NotificationOptions
{
    internal NotificationOptions() { }

    /// <summary>Outcomes to notify of. Default: applied, lifted, refused, failed, timed out, dropped.</summary>
    public ImmutableArray<ActionOutcome> Outcomes { get; init; } =
    [
        ActionOutcome.Applied,
        ActionOutcome.Lifted,
        ActionOutcome.Refused,
        ActionOutcome.Failed,
        ActionOutcome.TimedOut,
        ActionOutcome.Dropped,
    ];

    /// <summary>
    /// Text with fields in braces, e.g. <c>{outcome} {target} on {host}: {detail}</c>; null for one JSON object with all fields. Text that
    /// begins with a brace that isn't a field's is JSON, and values are escaped for it. Fields: at, host, verb, outcome, target, responder,
    /// response, rule, level, alert, agent, offense, until, detail, reason, by.
    /// </summary>
    public string? Template { get; init; }

    /// <summary>Maximum per minute, 1 to 10,000; the rest of a minute becomes one notification with their number. Default: 60.</summary>
    public int MaxPerMinute { get; init; } = 60;

    /// <summary>Maximum number that wait, 1 to 100,000; further ones are lost, logged and reported by the health check. Default:
    /// 1,000.</summary>
    public int QueueCapacity { get; init; } = 1000;

    /// <summary>Attempts for each, 1 to 20, with growing pauses of 1 second to 1 minute. Default: 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Time limit of an attempt, and of what waits when the host stops; 1 second to 5 minutes. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Returns what is wrong with a template, or null.</summary>
    public static string? ProblemOfTemplate(string? template) => NotificationTemplate.ProblemOf(template);

    internal bool IsJson => NotificationTemplate.IsJson(Template);

    private protected OptionsValidation Validation()
    {
        var validation = new OptionsValidation(GetType())
            .Require(!Outcomes.IsDefaultOrEmpty, $"{nameof(Outcomes)} must name at least one")
            .Range(MaxPerMinute, 1, 10_000)
            .Range(QueueCapacity, 1, 100_000)
            .Range(Attempts, 1, 20)
            .Range(Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        return NotificationTemplate.ProblemOf(Template) is { } problem
            ? validation.Require(false, $"{nameof(Template)} must be usable: {problem}")
            : validation;
    }
}
