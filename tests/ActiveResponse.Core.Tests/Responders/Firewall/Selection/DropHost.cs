using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

/// <summary>The engine with a <c>firewall-drop</c> that chooses among firewalls of the test.</summary>
internal sealed class DropHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public DropHost(FirewallDropOptions options, ManualClock? clock, IResponseStore? store, params IFirewallBackend[] candidates)
    {
        Clock = clock ?? new ManualClock();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(Log));

        // The built-in ones are looked at too; none of their programs is here.
        var builder = services
            .AddActiveResponse()
            .ConfigureExecution(static execution => (execution.WatchesPlaces, execution.DriftCheckInterval) = (false, TimeSpan.Zero))
            .AddFirewallDrop(options)
            .UseCommandRunner(static _ =>
                new FakeCommandRunner().Answer(static _ => true, CommandResult.NotStarted(StartFailure.NotFound, "not here"))
            );
        foreach (var candidate in candidates)
        {
            builder.AddFirewallCandidate(_ => candidate);
        }

        if (store is not null)
        {
            builder.UseStore(_ => store);
        }

        _services = services.BuildServiceProvider();
    }

    public DropHost(params IFirewallBackend[] candidates)
        : this(new FirewallDropOptions(), null, null, candidates) { }

    public ManualClock Clock { get; }

    public RecordingLog Log { get; } = new();

    public ActiveResponseEngine Engine => _services.GetRequiredService<ActiveResponseEngine>();

    public async Task<ExecutedAction> BlockAsync(string address, int seconds = 600)
    {
        await Engine.StartAsync();
        return await Engine.ApplyAsync("firewall-drop", Some.Address(address), TimeSpan.FromSeconds(seconds));
    }

    public async Task<ExecutedAction> LiftAsync(string address) => (await Engine.LiftAsync(Some.Address(address))).Single();

    public async Task<EffectRecord> RecordAsync(string address) =>
        (await Engine.ListAsync()).Single(effect => effect.Key.Subject == Some.Address(address));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
