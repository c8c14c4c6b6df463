using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>An engine that can be "killed" and started again over the same store and the same firewall.</summary>
internal sealed class RestartHost : IAsyncDisposable
{
    private static readonly TimeSpan Step = new FirewallDropOptions().BatchDeadline / 2;

    private readonly Action<ActiveResponseBuilder> _compose;
    private ServiceProvider _services;

    public RestartHost(IFirewallBackend firewall, Action<ExecutionOptions>? options = null)
        : this(builder => builder.AddFirewall(_ => firewall).ConfigureExecution(options ?? (static _ => { }))) { }

    public RestartHost(Action<ActiveResponseBuilder> compose)
    {
        Clock = new ManualClock();
        _compose = compose;
        _services = Build();
    }

    public ManualClock Clock { get; }

    public InMemoryResponseStore Store { get; } = new();

    /// <summary>Awaited before each commit.</summary>
    public Func<Task> BeforeCommit { get; set; } = static () => Task.CompletedTask;

    public RecordingObserver Observer { get; private set; } = new();

    public RecordingLog Log { get; private set; } = new();

    public ActiveResponseEngine Engine => _services.GetRequiredService<ActiveResponseEngine>();

    /// <summary>A part of the engine that is running.</summary>
    public T Part<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IEnumerable<(ActionVerb Verb, ActionOutcome Outcome)> Outcomes =>
        Observer.Actions.Select(static action => (action.Verb, action.Outcome));

    public async Task<ExecutedAction> BlockAsync(string address, int seconds = 600)
    {
        await Engine.StartAsync();
        return seconds == 0
            ? await Engine.ApplyPermanentlyAsync("memory-firewall", Some.Address(address))
            : await Engine.ApplyAsync("memory-firewall", Some.Address(address), TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Begins anew, as after a kill: nothing of the earlier process is told.</summary>
    public async Task StartAnewAsync()
    {
        _services.GetRequiredService<ITimeoutScheduler>().Dispose();
        _services.GetRequiredService<EngineGraph>().Drift.Dispose();
        Observer = new RecordingObserver();
        Log = new RecordingLog();
        _services = Build();
        await Engine.StartAsync();
        await PassAsync(TimeSpan.Zero);
    }

    /// <summary>Lets time pass, in steps that are shorter than any deadline of a call: what falls due on the way is done before more time
    /// passes.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (; time > Step; time -= Step)
        {
            Clock.Advance(Step);
            await Engine.DrainAsync();
        }

        Clock.Advance(time);
        await Engine.DrainAsync();
    }

    public async Task<EffectRecord> RecordAsync(string address) =>
        (await Engine.ListAsync()).Single(effect => effect.Key.Subject == Some.Address(address));

    /// <summary>Changes what is on record, to what a process that ended at the worst moment would have left.</summary>
    public async Task RewriteAsync(string address, Func<EffectRecord, EffectRecord> change) =>
        await Store.CommitAsync(new StoreCommit { Effects = [change(await RecordAsync(address))] }, CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        var (log, observer) = (Log, Observer);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(log));

        // Only the looks at what is in place are counted and waited for here.
        _compose(
            services
                .AddActiveResponse()
                .UseStore(_ => new KeptStore(Store, () => BeforeCommit()))
                .AddObserver(_ => observer)
                .ConfigureExecution(static options => options.WatchesPlaces = false)
        );
        return services.BuildServiceProvider();
    }

    /// <summary>A store that outlives the engine.</summary>
    private sealed class KeptStore(IResponseStore inner, Func<Task> beforeCommit) : DelegatingResponseStore(inner)
    {
        public override bool IsDurable => true;

        public override async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
        {
            await beforeCommit();
            await Inner.CommitAsync(commit, cancellationToken);
        }
    }
}
