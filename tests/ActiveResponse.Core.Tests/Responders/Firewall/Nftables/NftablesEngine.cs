using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

/// <summary>The whole engine with nftables as the firewall of a stock configuration, under a clock that moves by hand.</summary>
internal sealed class NftablesEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private NftablesEngine(NftablesOptions options, ICommandRunner runner, int seconds, NetlinkOpener? open)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Responses = [Some.Response(seconds: seconds)] })
            .UseCommandRunner(_ => runner)
            .AddObserver(_ => Observer)
            .AddFirewall(_ => new NftablesBackend(options, runner, Clock, open), StockNames.AddressBlocking);
        _services = services.BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public ActiveResponseEngine Engine => _services.GetRequiredService<ActiveResponseEngine>();

    public IEnumerable<ActionOutcome> Outcomes => Observer.Actions.Select(static action => action.Outcome);

    public static async Task<NftablesEngine> StartAsync(
        NftablesOptions options,
        ICommandRunner runner,
        int seconds = 600,
        NetlinkOpener? open = null
    )
    {
        var engine = new NftablesEngine(options, runner, seconds, open);
        await engine.Engine.StartAsync();
        return engine;
    }

    public async Task AlertAsync(string address, string id = "1754300000.1")
    {
        await Engine.HandleAsync(Some.Alert(address, id));
        await Engine.DrainAsync();
    }

    public async Task PassAsync(int seconds)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await Engine.DrainAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
