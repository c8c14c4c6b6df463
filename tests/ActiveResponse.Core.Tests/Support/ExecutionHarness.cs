using System.Diagnostics.Metrics;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Tests.Support;

/// <summary>An executor with its timers under a clock that moves by hand.</summary>
internal sealed class ExecutionHarness : IAsyncDisposable
{
    private readonly TimeoutScheduler _scheduler;
    private readonly ResponderBinding _binding;

    public ExecutionHarness(params IResponder[] responders)
        : this(new ExecutionOptions(), RepeatedOffenders.None, responders) { }

    public ExecutionHarness(ExecutionOptions options, RepeatedOffenders ladder, params IResponder[] responders)
        : this(options, ladder, static store => store, responders) { }

    public ExecutionHarness(IScriptResponders scripts)
        : this(new ExecutionOptions(), RepeatedOffenders.None, static store => store, scripts) { }

    public ExecutionHarness(
        ExecutionOptions options,
        RepeatedOffenders ladder,
        Func<IResponseStore, IResponseStore> behind,
        params IResponder[] responders
    )
        : this(options, ladder, behind, scripts: null, responders) { }

    private ExecutionHarness(
        ExecutionOptions options,
        RepeatedOffenders ladder,
        Func<IResponseStore, IResponseStore> behind,
        IScriptResponders? scripts,
        params IResponder[] responders
    )
    {
        var store = behind(Store);
        Options = options;
        _binding = new ResponderBinding(responders.Select(static r => new ResponderRegistration(r, [])), scripts);
        _scheduler = new TimeoutScheduler(Clock);
        var timers = new EffectTimers(_scheduler);
        var settings = new ExecutionSettings(options);
        var logger = NullLogger<ResponseExecutor>.Instance;
        var telemetry = new ExecutionTelemetry(new NoMeters(), NullLogger<ExecutionTelemetry>.Instance);
        var observers = new ObserverHub([Observer], telemetry, settings, new PluginFaults(NullLogger.Instance, Clock), Clock, logger);
        var positions = new IntakePositions(store, Clock, NullLogger<IntakePositions>.Instance);
        var ledger = new EffectLedger(store, new OffenseCounter(() => ladder, options), timers, positions);
        Executor = new ResponseExecutor(_binding, ledger, observers, settings, new IdleGate(), Clock, logger);
        Endings = new EffectReverts(timers, Executor.Effects, store, Clock, NullLogger<EffectReverts>.Instance);
        Endings.Start();
    }

    public ExecutionOptions Options { get; }

    public ManualClock Clock { get; } = new();

    public InMemoryResponseStore Store { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public ResponseExecutor Executor { get; }

    public EffectReverts Endings { get; }

    public int PendingTimeouts => _scheduler.Count;

    public IEnumerable<ActionOutcome> Outcomes => Observer.Actions.Select(static action => action.Outcome);

    public async Task<ExecutedAction> ApplyAsync(ResponseOrder order) => await await QueueAsync(order);

    /// <summary>Queues an order; the inner task is its outcome.</summary>
    public Task<Task<ExecutedAction>> QueueAsync(ResponseOrder order) =>
        Executor.ApplyAsync(new GivenOrder(order, _binding.Find(order.Command)), CancellationToken.None).AsTask();

    /// <summary>Gives an order that none follows.</summary>
    public Task<ExecutedAction> GiveAlone(ResponseOrder order)
    {
        var given = Executor.ApplyAsync(new GivenOrder(order, _binding.Find(order.Command)) { IsLone = true }, CancellationToken.None);
        given.IsCompleted.Should().BeTrue("there is room in the queue");
        return given.Result;
    }

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Executor.WhenIdleAsync(CancellationToken.None);
    }

    public Task PassAsync(int seconds) => PassAsync(TimeSpan.FromSeconds(seconds));

    public async Task<EffectRecord?> EffectAsync(ResponseOrder order) => await Store.FindAsync(order.Key, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _scheduler.Dispose();
        await Executor.DisposeAsync();
    }

    private sealed class NoMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options.Name);

        public void Dispose() { }
    }
}
