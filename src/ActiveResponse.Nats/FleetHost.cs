using ActiveResponse.Dispatch;
using ActiveResponse.Guards;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Issuing;
using ActiveResponse.Nats.Receiving;
using ActiveResponse.Nats.Rules;
using ActiveResponse.Planning;
using Microsoft.Extensions.Hosting;

namespace ActiveResponse.Nats;

/// <summary>This host's membership in a fleet. Starts after the engine and stops before it.</summary>
internal sealed class FleetHost : BackgroundService, IOrderDispatcher, IHealthSource, IAsyncDisposable
{
    private readonly FleetHostParts _parts;
    private readonly DateTimeOffset _startedAt;
    private readonly AgentRules _rules = new();
    private FleetAgent? _agent;
    private int _disposed;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options don't match the host.</exception>
    public FleetHost(FleetHostParts parts)
    {
        _parts = parts;
        _startedAt = parts.Clock.GetUtcNow();
        parts.Options.FittingTo(parts.Host);
        Issuer = parts.Host.Role == HostRole.Agent ? null : new FleetIssuer(parts);
    }

    /// <summary>The issuer; null on an agent.</summary>
    public FleetIssuer? Issuer { get; }

    /// <summary>Enforces the fleet's rules on this host.</summary>
    public IResponseGuard Guard => new FleetGuard(() => Issuer?.Rules ?? _rules.Current);

    public async ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Issuer is null
            ? new DispatchResult(false, "an agent can't issue orders to other hosts of the fleet")
            : await Issuer.DispatchAsync(order, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<HealthFinding>>([.. Issuer?.CheckHealth() ?? _agent?.CheckHealth() ?? []]);

    public async ValueTask DisposeAsync()
    {
        // A container disposes it once for each service it is registered as.
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

        _agent = new FleetAgent(
            new AgentContext
            {
                Options = _parts.Options,
                Host = _parts.Host,
                Engine = _parts.Engine() ?? throw new InvalidOperationException("An agent needs an engine."),
                Connection = new FleetConnection(_parts.Options, _parts.Clock, _parts.Logger),
                Meters = _parts.Meters,
                Clock = _parts.Clock,
                Logger = _parts.Logger,
                StartedAt = _startedAt,
                Rules = _rules,
                IsDryRun = _parts.Execution().DryRun,
            }
        );
        return _agent.RunAsync(stoppingToken);
    }
}
