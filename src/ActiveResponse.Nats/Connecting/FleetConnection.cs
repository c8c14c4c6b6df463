using System.Security.Cryptography.X509Certificates;
using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.NKeys;

namespace ActiveResponse.Nats.Connecting;

/// <summary>A host's connection to the servers of its fleet; reconnects by itself, however long that takes.</summary>
internal sealed class FleetConnection : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private CancellationTokenSource _link = new();
    private volatile string? _trouble = "not connected yet";

    public FleetConnection(NatsFleetOptions options, TimeProvider clock, ILogger logger)
    {
        (_clock, _logger) = (clock, logger);
        (Subjects, Heartbeat) = (new FleetSubjects(options.Credentials.Fleet), options.Heartbeat);
        Nats = new NatsConnection(OptionsOf(options));
        Nats.ConnectionDisconnected += OnDisconnectedAsync;
        Nats.ConnectionOpened += OnOpenedAsync;
        JetStream = new NatsJSContext(Nats);
        Readers = new NatsJSContext(Nats, new NatsJSOpts(Nats.Opts with { RequestTimeout = options.ReadersWait }));
    }

    public FleetSubjects Subjects { get; }

    /// <summary>How often the server says of a consumer that it is alive.</summary>
    public TimeSpan Heartbeat { get; }

    public NatsConnection Nats { get; }

    public NatsJSContext JetStream { get; }

    /// <summary>The same for creating consumers, with more patience: asking again delays a server that thousands reconnect to.</summary>
    public NatsJSContext Readers { get; }

    /// <summary>Why there is no connection, in one line; null if there is one.</summary>
    public string? Trouble => _trouble;

    /// <summary>Canceled when the current connection is lost; messages in flight may then be lost, too.</summary>
    public CancellationToken Link
    {
        get
        {
            lock (_gate)
            {
                return _link.Token;
            }
        }
    }

    /// <summary>Waits until connected.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        while (Nats.ConnectionState != NatsConnectionState.Open)
        {
            try
            {
                await Nats.ConnectAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NatsException or IOException or TimeoutException)
            {
                if (_trouble != e.Message)
                {
                    _trouble = e.Message;
                    _logger.NotConnected(SafeText.Of(e.Message, 400));
                }

                await Task.Delay(RetryDelay, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Nats.DisposeAsync().ConfigureAwait(false);
        _link.Dispose();
    }

    private ValueTask OnOpenedAsync(object? sender, NatsEventArgs e)
    {
        _trouble = null;
        _logger.Connected(Nats.ServerInfo?.Version ?? "?");
        return ValueTask.CompletedTask;
    }

    private ValueTask OnDisconnectedAsync(object? sender, NatsEventArgs e)
    {
        _trouble = "connection lost";
        _logger.ConnectionLost();
        return RestartAsync();
    }

    /// <summary>Restarts all reading, as if the connection had been lost.</summary>
    public async ValueTask RestartAsync()
    {
        CancellationTokenSource lost;
        lock (_gate)
        {
            (lost, _link) = (_link, new CancellationTokenSource());
        }

        await lost.CancelAsync().ConfigureAwait(false);
        lost.Dispose();
    }

    private static NatsOpts OptionsOf(NatsFleetOptions options)
    {
        var credentials = options.Credentials;
        var name = credentials.AgentId is { } id ? $"agent-{FleetTarget.Plain(id)}" : "issuer";
        return NatsOpts.Default with
        {
            Url = options.Url,
            Name = $"active-response {credentials.Fleet} {name}",

            // An inbox of its own, so that permissions can keep others from listening to this host's replies.
            InboxPrefix = InboxOf(credentials.Fleet, credentials.AgentId),
            AuthOpts = AuthOf(credentials),
            TlsOpts = TlsOf(credentials),
            MaxReconnectRetry = -1,
            RetryOnInitialConnect = false,
            IgnoreAuthErrorAbort = true,
            CommandTimeout = TimeSpan.FromSeconds(5),
            RequestTimeout = TimeSpan.FromSeconds(5),
        };
    }

    /// <summary>Returns the subject prefix of a host's replies.</summary>
    public static string InboxOf(string fleet, string? agentId) =>
        $"_INBOX_{fleet}_{(agentId is null ? "issuer" : FleetTarget.Plain(agentId))}";

    private static NatsAuthOpts AuthOf(FleetCredentials credentials)
    {
        if (credentials.ConnectionSeed is not { } seed)
        {
            return NatsAuthOpts.Default;
        }

        using var pair = KeyPair.FromSeed(seed);
        return new NatsAuthOpts { NKey = pair.GetPublicKey(), Seed = seed };
    }

    private static NatsTlsOpts TlsOf(FleetCredentials credentials)
    {
        if (credentials.CertificateAuthority is not { } pem)
        {
            return NatsTlsOpts.Default;
        }

        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPem(pem);
        return new NatsTlsOpts
        {
            Mode = TlsMode.Require,
            ConfigureClientAuthentication = ssl =>
            {
                var policy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                policy.CustomTrustStore.AddRange(trusted);
                ssl.CertificateChainPolicy = policy;
                return ValueTask.CompletedTask;
            },
        };
    }
}
