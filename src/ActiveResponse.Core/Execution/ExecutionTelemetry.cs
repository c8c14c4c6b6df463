using System.Diagnostics.Metrics;
using ActiveResponse.Diagnostics;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Writes every outcome to the log and the meter.</summary>
internal sealed class ExecutionTelemetry
{
    // From an element over netlink (50 µs) to a script that reaches the longest usual deadline.
    private static readonly double[] DurationBounds = [.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 2.5, 5, 10, 30, 60];

    private readonly Counter<long> _actions;
    private readonly Histogram<double> _duration;
    private readonly ILogger _logger;

    public ExecutionTelemetry(IMeterFactory meters, ILogger<ExecutionTelemetry> logger)
    {
        var meter = meters.Create(ActiveResponseDiagnostics.MeterName);
        _actions = meter.CreateCounter<long>("active_response.actions", "{action}", "Outcomes of orders, by responder, verb and outcome.");
        _duration = meter.CreateHistogram<double>(
            "active_response.action.duration",
            "s",
            "How long responders took.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds }
        );
        _logger = logger;
    }

    public void Record(ExecutedAction action)
    {
        var order = action.Order;
        var verb = action.Verb switch
        {
            ActionVerb.Apply => "apply",
            ActionVerb.Revert => "revert",
            _ => "restore",
        };
        if (_actions.Enabled || _duration.Enabled)
        {
            Measure(action, verb);
        }

        var level = LevelOf(action.Outcome);
        if (_logger.IsEnabled(level))
        {
            _logger.Executed(
                level,
                verb,
                order.Responder,
                SafeText.Of(order.Subject.ToString()),
                order.ResponseName,
                order.Origin.RuleId,
                SafeText.Of(order.Origin.AlertId),
                action.Outcome.Name(),
                SafeText.Of(action.Detail, 400)
            );
        }
    }

    private void Measure(ExecutedAction action, string verb)
    {
        var tags = new KeyValuePair<string, object?>[]
        {
            new("responder", action.Order.Responder),
            new("verb", verb),
            new("outcome", action.Outcome.Name()),
        };
        _actions.Add(1, tags);
        if (action.Duration > TimeSpan.Zero)
        {
            _duration.Record(action.Duration.TotalSeconds, tags);
        }
    }

    private static LogLevel LevelOf(ActionOutcome outcome) =>
        outcome switch
        {
            ActionOutcome.Failed or ActionOutcome.TimedOut or ActionOutcome.Dropped => LogLevel.Error,
            ActionOutcome.Refused => LogLevel.Warning,
            ActionOutcome.Extended => LogLevel.Debug,
            _ => LogLevel.Information,
        };
}
