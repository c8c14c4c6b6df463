using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Nats.Issuing;
using ActiveResponse.Nats.Receiving;
using ActiveResponse.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Nats;

/// <summary>This host's part in a fleet: starts and ends with the host, after the engine and before it.</summary>
internal sealed class FleetHost : BackgroundService, IOrderDispatcher, IHealthSource, IAsyncDisposable
{
    private readonly NatsFleetOptions _options;
    private readonly HostIdentity _host;
    private readonly IServiceProvider _services;
    private readonly FleetMeters _meters;
    private readonly TimeProvider _clock;
    private readonly ILogger<FleetHost> _logger;
    private readonly DateTimeOffset _startedAt;
    private FleetAgent? _agent;
    private int _disposed;

    public FleetHost(
        NatsFleetOptions options,
        HostIdentity host,
        IServiceProvider services,
        FleetMeters meters,
        TimeProvider clock,
        ILogger<FleetHost> logger
    )
    {
        (_options, _host, _services, _meters, _clock, _logger) = (options, host, services, meters, clock, logger);
        _startedAt = clock.GetUtcNow();
        Issuer =
            host.Role == HostRole.Agent ? null : new FleetIssuer(options, services.GetService<ActiveResponseEngine>, meters, clock, logger);
    }

    /// <summary>The issuer; null on an agent.</summary>
    public FleetIssuer? Issuer { get; }

    public async ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Issuer is null
            ? new DispatchResult(false, "an agent gives no orders to other hosts of the fleet")
            : await Issuer.DispatchAsync(order, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<HealthFinding>>([.. Issuer?.CheckHealth() ?? _agent?.CheckHealth() ?? []]);

    public async ValueTask DisposeAsync()
    {
        // A container does this for each service it is registered as.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Dispose();
        if (Issuer is not null)
        {
            await Issuer.DisposeAsync().ConfigureAwait(false);
        }

        if (_agent is not null)
        {
            await _agent.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Issuer is not null)
        {
            return Issuer.RunAsync(stoppingToken);
        }

        var isDryRun = _services.GetRequiredService<IOptions<ExecutionOptions>>().Value.DryRun;
        _agent = new FleetAgent(
            _options,
            _host,
            _services.GetRequiredService<ActiveResponseEngine>(),
            isDryRun,
            _startedAt,
            _meters,
            _clock,
            _logger
        );
        return _agent.RunAsync(stoppingToken);
    }
}
