using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>One host of a fleet: a real engine with a firewall in memory, which runs.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IHostedService[] _hosted;

    private TestHost(ServiceProvider services, InMemoryFirewall firewall, RecordingObserver observer)
    {
        (_services, Firewall, Observer) = (services, firewall, observer);
        Engine = services.GetRequiredService<ActiveResponseEngine>();
        _hosted = [.. services.GetServices<IHostedService>()];
    }

    public ActiveResponseEngine Engine { get; }

    public InMemoryFirewall Firewall { get; }

    public RecordingObserver Observer { get; }

    public NatsFleet Fleet => _services.GetRequiredService<NatsFleet>();

    public Dispatch.IOrderDispatcher Dispatcher => _services.GetRequiredService<Dispatch.IOrderDispatcher>();

    public IReadOnlyList<string> Blocked =>
        [.. Firewall.Entries.Keys.Select(static address => address.ToString()).Order(StringComparer.Ordinal)];

    public static async Task<TestHost> StartAsync(
        NatsFleetOptions options,
        HostIdentity identity,
        ActiveResponseConfig config,
        TimeProvider? clock = null,
        InMemoryFirewall? firewall = null,
        Action<ActiveResponseBuilder>? compose = null
    )
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock ?? TimeProvider.System);
        var blocks = firewall ?? new InMemoryFirewall();
        var observer = new RecordingObserver();
        var builder = services
            .AddActiveResponse()
            .UseHost(identity)
            .UseConfig(config)
            .AddFirewall(_ => blocks, StockNames.AddressBlocking)
            .AddObserver(_ => observer)
            .UseNatsFleet(options);
        compose?.Invoke(builder);
        var host = new TestHost(services.BuildServiceProvider(), blocks, observer);
        foreach (var service in host._hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return host;
    }

    /// <summary>Ends as a process does that is asked to.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _hosted.Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
