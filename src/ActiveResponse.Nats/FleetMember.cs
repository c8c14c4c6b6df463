using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Nats;

/// <summary>A host's part in a fleet, for hosts without a container; see <see cref="ActiveResponseParts"/>.</summary>
/// <remarks>
/// Create the engine of <see cref="Parts"/>, start it, and then <see cref="StartAsync"/> this. Stop it before the engine, which disposes
/// of it.
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

    /// <summary>Parts of an engine that is joined to the fleet.</summary>
    public ActiveResponseParts Parts { get; }

    /// <summary>What an issuer sees of its fleet, and does with it by hand.</summary>
    public NatsFleet Fleet { get; }

    /// <summary>Joins the parts of an engine to a fleet.</summary>
    /// <remarks>A standalone host takes its role from the credentials: those with an agent's id make it that agent, others the
    /// server.</remarks>
    /// <param name="options">Where the servers are, and who this host is.</param>
    /// <param name="parts">The parts; a dispatcher among them is replaced.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range, or the credentials don't
    /// fit the role.</exception>
    /// <exception cref="IOException">The issuer's ledger can't be read or written.</exception>
    public static FleetMember Join(NatsFleetOptions options, ActiveResponseParts parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        options.Validate();
        return new FleetMember(options, parts);
    }

    /// <summary>Begins to take orders, or to give them; returns at once, whether or not the server can be reached.</summary>
    /// <param name="engine">The engine that was created of <see cref="Parts"/>, started.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public Task StartAsync(ActiveResponseEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        return _host.StartAsync(cancellationToken);
    }

    /// <summary>Ends taking and giving orders. What is in place stays.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
