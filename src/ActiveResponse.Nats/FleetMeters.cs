using System.Diagnostics.Metrics;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Nats;

/// <summary>The metrics of a fleet, on the meter <see cref="ActiveResponseDiagnostics.MeterName"/>.</summary>
internal sealed class FleetMeters
{
    private readonly Counter<long> _taken;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _published;

    /// <param name="meters">The meter factory; null to create a meter of its own.</param>
    public FleetMeters(IMeterFactory? meters)
    {
        var meter = meters?.Create(ActiveResponseDiagnostics.MeterName) ?? new Meter(ActiveResponseDiagnostics.MeterName);
        _taken = meter.CreateCounter<long>("active_response.fleet.taken", "{order}", "Orders an agent processed, by result.");
        _refused = meter.CreateCounter<long>("active_response.fleet.refused", "{message}", "Messages an agent refused, by reason.");
        _published = meter.CreateCounter<long>(
            "active_response.fleet.published",
            "{order}",
            "Orders of this issuer that the server acknowledged."
        );
    }

    public void Taken(string what) => _taken.Add(1, new KeyValuePair<string, object?>("what", what));

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Published() => _published.Add(1);
}
