using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Testing;

/// <summary>One host of an <see cref="InProcessFleet"/>: a real engine, with a firewall in memory that every stock firewall name is bound
/// to.</summary>
public sealed class FleetHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    internal FleetHost(
        HostIdentity identity,
        ActiveResponseConfig config,
        TimeProvider clock,
        Func<FleetHost, IOrderDispatcher> transport,
        Action<ActiveResponseBuilder>? compose
    )
    {
        Identity = identity;
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        var builder = services
            .AddActiveResponse()
            .UseHost(identity)
            .UseConfig(config)
            .AddFirewall(_ => Firewall, StockNames.AddressBlocking)
            .AddObserver(_ => Observer)
            .UseDispatcher(_ => transport(this));
        compose?.Invoke(builder);
        _services = services.BuildServiceProvider();
        Engine = _services.GetRequiredService<ActiveResponseEngine>();
    }

    /// <summary>Who it is.</summary>
    public HostIdentity Identity { get; }

    /// <summary>What orders call it: <c>server</c>, or its agent id.</summary>
    public string Name => Identity.Role == HostRole.Server ? "server" : Identity.AgentId!;

    /// <summary>Its engine, which runs.</summary>
    public ActiveResponseEngine Engine { get; }

    /// <summary>Its firewall.</summary>
    public InMemoryFirewall Firewall { get; } = new();

    /// <summary>What its engine told.</summary>
    public RecordingObserver Observer { get; } = new();

    /// <summary>The addresses and networks it blocks, in the order of their text.</summary>
    public IReadOnlyList<string> Blocked =>
        [.. Firewall.Entries.Keys.Select(static address => address.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>Whether it can't be reached.</summary>
    public bool IsAway { get; internal set; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
