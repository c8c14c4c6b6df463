using System.Diagnostics;
using System.Diagnostics.Metrics;
using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>Traces and counters of the engine.</summary>
internal sealed class EngineTelemetry : IDisposable
{
    private readonly ActivitySource _source = new(ActiveResponseDiagnostics.ActivitySourceName);
    private readonly Counter<long> _alerts;

    // Created once, so that a batch that fires nothing doesn't allocate.
    private readonly KeyValuePair<string, object?> _fired = new("fired", true);
    private readonly KeyValuePair<string, object?> _quiet = new("fired", false);

    public EngineTelemetry(IMeterFactory meters, IResponseStore store)
    {
        var meter = meters.Create(ActiveResponseDiagnostics.MeterName);
        _alerts = meter.CreateCounter<long>("active_response.alerts", "{alert}", "Alerts checked, by whether they fired a response.");
        _ = meter.CreateObservableGauge(
            "active_response.effects",
            () => EffectsOf(store),
            "{effect}",
            "Effects on record now, by responder and state."
        );
    }

    public void AlertsSeen(int count, bool fired) => _alerts.Add(count, fired ? _fired : _quiet);

    public Activity? StartAlert(Alert alert) =>
        _source
            .StartActivity("active_response.alert")
            ?.SetTag("alert.id", SafeText.Of(alert.Id))
            .SetTag("rule.id", alert.RuleId)
            .SetTag("rule.level", alert.Level);

    public void Dispose() => _source.Dispose();

    // Skips a store that doesn't answer at once: the collector must not wait.
    private static IEnumerable<Measurement<long>> EffectsOf(IResponseStore store)
    {
        var listing = store.ListAsync(CancellationToken.None);
        if (!listing.IsCompletedSuccessfully)
        {
            _ = listing.AsTask();
            return [];
        }

        return listing
            .Result.Summaries()
            .CountBy(static effect => (effect.Responder, effect.State))
            .Select(static count => new Measurement<long>(
                count.Value,
                new("responder", count.Key.Responder),
                new("state", NameOf(count.Key.State))
            ))
            .ToList();
    }

    private static string NameOf(EffectState state) =>
        state switch
        {
            EffectState.Planned => "planned",
            EffectState.Applied => "applied",
            _ => "reverting",
        };
}
