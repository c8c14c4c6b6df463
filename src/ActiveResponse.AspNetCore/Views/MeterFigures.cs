using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>One figure of a meter.</summary>
/// <param name="Name">The instrument; of a histogram with <c>.sum</c> or <c>.count</c> after it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Value">Its value.</param>
internal sealed record Figure(string Name, IReadOnlyDictionary<string, string> Tags, double Value);

/// <summary>The figures of this process's meter, for another process that exports them. Listens from the first question on: until then it
/// costs nothing.</summary>
internal sealed class MeterFigures : IDisposable
{
    // Tags are names of responders, outcomes and the like; what is beyond is counted under none.
    private const int MostFigures = 5_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Figure> _figures = new(StringComparer.Ordinal);
    private MeterListener? _listener;

    /// <summary>The figures as they are now; counters begin at zero with the first call.</summary>
    public IReadOnlyList<Figure> Take()
    {
        lock (_gate)
        {
            var listener = _listener ??= Start();
            foreach (var gauge in _figures.Where(static figure => figure.Value.Tags.ContainsKey(GaugeMark)).ToList())
            {
                _figures.TryRemove(gauge);
            }

            listener.RecordObservableInstruments();
            return [.. _figures.Values.Select(Shown)];
        }
    }

    public void Dispose() => _listener?.Dispose();

    private const string GaugeMark = "\0gauge";

    private static Figure Shown(Figure figure) =>
        figure with
        {
            Tags = figure.Tags.Where(static tag => tag.Key != GaugeMark).ToDictionary(),
        };

    private MeterListener Start()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ActiveResponseDiagnostics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, tag) in tags)
        {
            named[name] = TextOf(tag);
        }

        switch (instrument)
        {
            case Histogram<double>:
                Add(instrument.Name + ".sum", named, value);
                Add(instrument.Name + ".count", named, 1);
                break;
            case ObservableInstrument<long> or ObservableInstrument<double>:
                named[GaugeMark] = "";
                Add(instrument.Name, named, value);
                break;
            default:
                Add(instrument.Name, named, value);
                break;
        }
    }

    private static string TextOf(object? tag) =>
        tag switch
        {
            true => "true",
            false => "false",
            _ => ShownText.Of(tag?.ToString()),
        };

    private void Add(string name, Dictionary<string, string> tags, double value)
    {
        var key =
            name
            + string.Concat(tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"\n{tag.Key}={tag.Value}"));
        if (_figures.Count < MostFigures || _figures.ContainsKey(key))
        {
            _figures.AddOrUpdate(key, _ => new Figure(name, tags, value), (_, old) => old with { Value = old.Value + value });
        }
    }
}
