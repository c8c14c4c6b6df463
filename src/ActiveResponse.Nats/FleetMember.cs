using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Nats;

/// <summary>A host's membership in a fleet, for hosts without a container; see <see cref="ActiveResponseParts"/>.</summary>
/// <remarks>
/// Create the engine from <see cref="Parts"/>, start it, then call <see cref="StartAsync"/>. Stop the member before the engine, which
/// disposes it.
/// </remarks>
public sealed class FleetMember : IAsyncDisposable
{
    private readonly FleetHost _host;
    private ActiveResponseEngine? _engine;

    private FleetMember(NatsFleetOptions options, ActiveResponseParts parts)
    {
        var host = parts.Host.Role == HostRole.Standalone ? options.Credentials.Identity : parts.Host;
        _host = new FleetHost(
            new FleetHostParts
            {
                Options = options,
                Host = host,
                Engine = () => _engine,
                Execution = () => parts.Execution,
                Meters = new FleetMeters(parts.MeterFactory),
                Clock = parts.Time,
                Logger = (parts.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<FleetHost>(),
            }
        );
        Fleet = new NatsFleet(_host.Issuer);
        Parts = parts with
        {
            Host = host,
            Dispatcher = _host,
            HealthSources = [.. parts.HealthSources, _host],
            Guards = [.. parts.Guards, _host.Guard],
        };
    }

    /// <summary>The parts for an engine that is joined to the fleet.</summary>
    public ActiveResponseParts Parts { get; }

    /// <summary>Lists and controls the fleet, on an issuer.</summary>
    public NatsFleet Fleet { get; }

    /// <summary>Joins an engine's parts to a fleet.</summary>
    /// <remarks>A standalone host takes its role from the credentials: with an agent's id it becomes that agent, otherwise the
    /// server.</remarks>
    /// <param name="options">The servers, and this host's credentials.</param>
    /// <param name="parts">The engine's parts; their dispatcher is replaced.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range, or the credentials don't
    /// match the role.</exception>
    /// <exception cref="IOException">The issuer's ledger can't be read or written.</exception>
    public static FleetMember Join(NatsFleetOptions options, ActiveResponseParts parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        options.Validate();
        return new FleetMember(options, parts);
    }

    /// <summary>Starts receiving or issuing orders. Returns at once, whether or not the server is reachable.</summary>
    /// <param name="engine">The started engine, created from <see cref="Parts"/>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public Task StartAsync(ActiveResponseEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        return _host.StartAsync(cancellationToken);
    }

    /// <summary>Stops receiving and issuing orders. Effects in place stay.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
