using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Isolation;

/// <summary>An engine with one response, one responder, and plug-ins that misbehave.</summary>
internal sealed class IsolationHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private IsolationHost(Action<ActiveResponseBuilder> compose)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(Log));
        var builder = services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Responses = [Some.Response(seconds: 600)] })
            .AddResponder(_ => Responder)
            .AddObserver(_ => Observer);
        compose(builder);
        _services = services.BuildServiceProvider();
        Faults = new FaultCount(_services);
        Engine = _services.GetRequiredService<ActiveResponseEngine>();
    }

    public ManualClock Clock { get; } = new();

    public LogLines Log { get; } = new();

    public RecordingResponder Responder { get; } = new("firewall-drop");

    public RecordingObserver Observer { get; } = new();

    public FaultCount Faults { get; }

    public ActiveResponseEngine Engine { get; }

    public static async Task<IsolationHost> StartAsync(Action<ActiveResponseBuilder> compose)
    {
        var host = new IsolationHost(compose);
        await host.Engine.StartAsync();
        return host;
    }

    public T Part<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Faults.Dispose();
        await _services.DisposeAsync();
    }
}
