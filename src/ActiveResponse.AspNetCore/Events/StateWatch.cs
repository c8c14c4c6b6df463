using System.Text.Json;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Events;

/// <summary>Tells the readers of events that another configuration is in force, or that health has changed. Looks only while somebody
/// reads.</summary>
internal sealed class StateWatch : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Checking the host takes a while.
    private const int LooksPerHealth = 6;

    private readonly ActiveResponseEngine _engine;
    private readonly IActiveResponseView _view;
    private readonly PeriodicTimer _timer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private object? _config;
    private string? _health;
    private int _looks;

    /// <param name="engine">The engine.</param>
    /// <param name="view">Its view.</param>
    /// <param name="clock">The clock.</param>
    public StateWatch(ActiveResponseEngine engine, IActiveResponseView view, TimeProvider clock)
    {
        (_engine, _view, _timer) = (engine, view, new PeriodicTimer(Interval, clock));
        _config = engine.Config;
        _watching = Task.Run(WatchAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _timer.Dispose();
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
        {
            if (!_view.Events.HasReaders)
            {
                // Whoever comes reads everything first.
                (_config, _health, _looks) = (_engine.Config, null, 0);
                continue;
            }

            LookAtConfig();
            if (_looks++ % LooksPerHealth == 0)
            {
                await LookAtHealthAsync().ConfigureAwait(false);
            }
        }
    }

    private void LookAtConfig()
    {
        var config = _engine.Config;
        if (!ReferenceEquals(config, _config))
        {
            _config = config;
            _view.Events.Add(
                EventKinds.Config,
                JsonSerializer.SerializeToUtf8Bytes(new ConfigEvent(config.Version), ViewJson.Default.ConfigEvent)
            );
        }
    }

    private async Task LookAtHealthAsync()
    {
        try
        {
            var health = await _view.HealthAsync(_end.Token).ConfigureAwait(false);
            var mark = string.Join('\n', health.Findings.Select(static finding => $"{finding.Area} {finding.Severity}"));
            if (_health is not null && _health != mark)
            {
                _view.Events.Add(
                    EventKinds.Health,
                    JsonSerializer.SerializeToUtf8Bytes(new HealthEvent(health.Status), ViewJson.Default.HealthEvent)
                );
            }

            _health = mark;
        }
        catch (ResponseStoreException)
        {
            // The next look tells.
        }
    }
}
