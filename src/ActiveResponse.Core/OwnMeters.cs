using System.Diagnostics.Metrics;

namespace ActiveResponse;

/// <summary>Creates the meters of an engine whose host has no factory for them.</summary>
internal sealed class OwnMeters : IMeterFactory
{
    private readonly List<Meter> _made = [];

    public Meter Create(MeterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var meter = new Meter(options);
        lock (_made)
        {
            _made.Add(meter);
        }

        return meter;
    }

    public void Dispose()
    {
        lock (_made)
        {
            _made.ForEach(static meter => meter.Dispose());
        }
    }
}
