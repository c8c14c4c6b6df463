using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>A whole engine, composed as any host would, and a count of what it did.</summary>
internal sealed class EngineHost : IAsyncDisposable, IResponseObserver
{
    private readonly Lock _gate = new();
    private readonly ServiceProvider _services;
    private TaskCompletionSource _reached = new();
    private long _wanted = long.MaxValue;
    private long _done;

    private EngineHost(ActiveResponseConfig config, Action<ActiveResponseBuilder> setUp, TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        var builder = services
            .AddActiveResponse()
            .UseConfig(config)
            .AddObserver(_ => this)
            .ConfigureExecution(static options =>
            {
                options.QueueCapacity = 200_000;
                options.Deadline = TimeSpan.FromMinutes(5);
                options.DriftCheckInterval = TimeSpan.Zero;
            });
        setUp(builder);
        _services = services.BuildServiceProvider();
        Engine = _services.GetRequiredService<ActiveResponseEngine>();
        Intake = _services.GetRequiredService<AlertIntake>();
    }

    public ActiveResponseEngine Engine { get; }

    public AlertIntake Intake { get; }

    /// <summary>How many orders were carried out, or refused.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>What went wrong first, if anything did.</summary>
    public string? Trouble { get; private set; }

    public static async Task<EngineHost> StartAsync(
        ActiveResponseConfig config,
        Action<ActiveResponseBuilder> setUp,
        TimeProvider? clock = null
    )
    {
        var host = new EngineHost(config, setUp, clock ?? TimeProvider.System);
        await host.Engine.StartAsync();
        return host;
    }

    /// <summary>Waits until so many more orders are carried out than at a time before.</summary>
    public Task ReachAsync(long total)
    {
        lock (_gate)
        {
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wanted = total;
            if (_done >= total)
            {
                _reached.SetResult();
            }

            return _reached.Task;
        }
    }

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (action.Outcome is ActionOutcome.Failed or ActionOutcome.Refused or ActionOutcome.TimedOut)
            {
                Trouble ??= $"{action.Order.Subject}: {action.Outcome} {action.Detail}";
                _reached.TrySetException(new InvalidOperationException(Trouble));
            }

            if (++_done >= _wanted)
            {
                _reached.TrySetResult();
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends as a process does that is killed: what is in place and on record stays.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
