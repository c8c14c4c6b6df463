using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Isolation;

/// <summary>Counts what one host measures of faults of plug-ins, as <c>seam plugin fault</c>.</summary>
internal sealed class FaultCount : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly MeterListener _meters = new();

    public FaultCount(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (
                instrument.Name == "active_response.plugin.faults"
                && instrument.Meter.Name == ActiveResponseDiagnostics.MeterName
                && instrument.Meter.Scope == factory
            )
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>(
            (_, value, tags, _) =>
                _counts.AddOrUpdate(string.Join(' ', tags.ToArray().Select(static tag => tag.Value)), value, (_, before) => before + value)
        );
        _meters.Start();
    }

    public long Of(string fault) => _counts.GetValueOrDefault(fault);

    public void Dispose() => _meters.Dispose();
}
