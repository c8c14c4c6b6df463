using System.Diagnostics;
using System.Diagnostics.Metrics;
using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;

namespace ActiveResponse;

/// <summary>The engine's own trace and counters.</summary>
internal sealed class EngineTelemetry : IDisposable
{
    private readonly ActivitySource _source = new(ActiveResponseDiagnostics.ActivitySourceName);
    private readonly Counter<long> _alerts;

    // Made once: a batch that fires nothing allocates nothing.
    private readonly KeyValuePair<string, object?> _fired = new("fired", true);
    private readonly KeyValuePair<string, object?> _quiet = new("fired", false);

    public EngineTelemetry(IMeterFactory meters) =>
        _alerts = meters.Create(ActiveResponseDiagnostics.MeterName)
            .CreateCounter<long>("active_response.alerts", "{alert}", "Alerts looked at, by whether they fired a response.");

    public void AlertsSeen(int count, bool fired) => _alerts.Add(count, fired ? _fired : _quiet);

    public Activity? StartAlert(Alert alert) => _source.StartActivity("active_response.alert")?
        .SetTag("alert.id", SafeText.Of(alert.Id)).SetTag("rule.id", alert.RuleId).SetTag("rule.level", alert.Level);

    public void Dispose() => _source.Dispose();
}
