using ActiveResponse.Execution;
using ActiveResponse.Nats.Issuing;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Nats;

/// <summary>An issuer without an engine, to list a fleet and issue orders by hand, e.g. from a command or a web page.</summary>
/// <remarks>Several may run beside the server's own issuer, with the same credentials.</remarks>
public sealed class FleetSession : IAsyncDisposable
{
    private readonly FleetIssuer _issuer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private FleetSession(FleetIssuer issuer)
    {
        _issuer = issuer;
        Fleet = new NatsFleet(issuer);
        _running = issuer.RunAsync(_stop.Token);
    }

    /// <summary>Lists and controls the fleet.</summary>
    public NatsFleet Fleet { get; }

    /// <summary>Why the servers can't be used at the moment, in one line; null if they can.</summary>
    public string? Trouble => _issuer.Trouble is { } trouble ? Diagnostics.SafeText.Of(trouble, 400) : null;

    /// <summary>Connects, and reads the orders in force and the state of each agent.</summary>
    /// <param name="options">The servers, and the credentials of an issuer.</param>
    /// <param name="within">How long that may take.</param>
    /// <param name="loggers">The logger factory; null for no log.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range, or the credentials aren't
    /// an issuer's.</exception>
    /// <exception cref="TimeoutException">It took longer; the message gives the cause.</exception>
    public static async Task<FleetSession> ConnectAsync(
        NatsFleetOptions options,
        TimeSpan within,
        ILoggerFactory? loggers = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var clock = TimeProvider.System;
        var host = new HostIdentity { Role = HostRole.Server };
        var issuer = new FleetIssuer(
            new FleetHostParts
            {
                Options = options.FittingTo(host),
                Host = host,
                Engine = static () => null,
                Execution = static () => new ExecutionOptions(),
                Meters = new FleetMeters(meters: null),
                Clock = clock,
                Logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<FleetSession>(),
            }
        );
        var session = new FleetSession(issuer);
        try
        {
            await issuer.WhenReady.WaitAsync(within, clock, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (TimeoutException e)
        {
            var why = issuer.Trouble is { } trouble ? $": {Diagnostics.SafeText.Of(trouble, 400)}" : "";
            await session.DisposeAsync().ConfigureAwait(false);
            throw new TimeoutException($"The fleet could not be read within {within.TotalSeconds:0.#} s{why}", e);
        }
        catch (OperationCanceledException)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _issuer.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
