using System.Diagnostics;
using System.Diagnostics.Metrics;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Diagnostics;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Engine;

public sealed class TelemetryTests
{
    // Long: one scenario and everything that is measured of it.
    [Fact]
    public async Task Alerts_and_outcomes_are_counted_traced_and_logged()
    {
        var log = new LogLines();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Responses = [Some.Response()] })
            .AddResponder(static _ => new RecordingResponder("firewall-drop"));
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        var counts = new Dictionary<string, long>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ActiveResponseDiagnostics.MeterName && instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                var detail = string.Join(' ', tags.ToArray().Select(static tag => tag.Value?.ToString()));
                lock (counts)
                {
                    counts[$"{instrument.Name} {detail}"] = counts.GetValueOrDefault($"{instrument.Name} {detail}") + value;
                }
            }
        );
        meters.Start();
        var activities = new List<Activity>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ActiveResponseDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(traces);

        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.HandleAsync(Some.Alert(id: "telemetry-1"));
        await engine.HandleAsync(Some.Alert(level: 3));
        await engine.DrainAsync();
        meters.RecordObservableInstruments();

        counts.Should().Contain("active_response.effects firewall-drop applied", 1);
        counts
            .Should()
            .Contain("active_response.alerts True", 1)
            .And.Contain("active_response.alerts False", 1)
            .And.Contain("active_response.actions firewall-drop apply applied", 1);
        activities.Should().Contain(static activity => Equals(activity.GetTagItem("alert.id"), "telemetry-1"));
        log.All.Should()
            .Contain(static line =>
                line.StartsWith("304 Information apply firewall-drop 203.0.113.9 by firewall-drop600", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Durations_have_buckets_from_a_packet_filter_to_a_slow_script()
    {
        using var provider = new ServiceCollection().AddActiveResponse().Services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        Histogram<double>? durations = null;
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, _) =>
            durations = instrument is Histogram<double> histogram && instrument.Meter.Scope == factory ? histogram : durations;
        meters.Start();
        provider.GetRequiredService<ActiveResponseEngine>();

        var bounds = durations!.Advice!.HistogramBucketBoundaries!;
        bounds.Should().BeInAscendingOrder().And.HaveCountGreaterThan(10);
        bounds[0].Should().BeLessThanOrEqualTo(.0005, "an element of nftables takes less than a millisecond");
        bounds[^1].Should().BeGreaterThanOrEqualTo(30, "the usual deadline is 30 s");
    }

    [Fact]
    public async Task Nothing_from_an_alert_can_forge_a_log_line()
    {
        var log = new LogLines();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Responses = [Some.Response()] })
            .AddResponder(static _ => new RecordingResponder("firewall-drop"));
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.HandleAsync(Some.Alert("203.0.113.9\n2026-01-01 ERROR forged\u001b[2J", id: "1\r\nforged"));
        await engine.DrainAsync();
        log.All.Should().NotBeEmpty().And.OnlyContain(static line => !line.Any(char.IsControl));
    }
}
