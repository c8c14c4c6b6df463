using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>A fleet on one server: its keys, an issuer and agents, each with a durable store of its own.</summary>
internal sealed class TestFleet : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ar-fleet-").FullName;
    private readonly List<TestHost> _hosts = [];

    private TestFleet(NatsServer server) => Server = server;

    public NatsServer Server { get; }

    public (string PublicKey, string Seed) Key { get; } = FleetCredentials.CreateKey();

    public ImmutableArray<string> Issuers { get; private set; }

    /// <summary>Changes the options of every host that is started from now on.</summary>
    public Func<NatsFleetOptions, NatsFleetOptions> Change { get; set; } = static options => options;

    public static async Task<TestFleet> StartAsync(params string[] moreIssuers) => On(await NatsServer.StartAsync(), moreIssuers);

    /// <summary>A fleet on a server that runs; it ends with the fleet.</summary>
    public static TestFleet On(NatsServer server, params string[] moreIssuers)
    {
        var fleet = new TestFleet(server);
        fleet.Issuers = [fleet.Key.PublicKey, .. moreIssuers];
        return fleet;
    }

    public NatsFleetOptions Options(string? agentId, string? signingSeed = null) =>
        Change(
            new NatsFleetOptions
            {
                Url = Server.Url,
                Credentials = new FleetCredentials
                {
                    Fleet = "main",
                    AgentId = agentId,
                    Issuers = Issuers,
                    SigningSeed = signingSeed ?? (agentId is null ? Key.Seed : null),
                },
                StateInterval = TimeSpan.FromSeconds(2),
                PublishWithin = TimeSpan.FromSeconds(2),
                ReportWithin = TimeSpan.FromSeconds(5),
            }
        );

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>An issuer whose ledger is a file of that name; null for one in memory.</summary>
    public async Task<TestHost> IssuerAsync(
        IEnumerable<ResponseDefinition>? responses = null,
        string? ledger = "ledger",
        string? signingSeed = null,
        TimeProvider? clock = null,
        Func<NatsFleetOptions, NatsFleetOptions>? change = null,
        RepeatedOffenders? repeatedOffenders = null
    )
    {
        var options = Options(null, signingSeed) with { LedgerFile = ledger is null ? null : PathOf(ledger) };
        return Add(
            await TestHost.StartAsync(
                change is null ? options : change(options),
                new HostIdentity { Role = HostRole.Server },
                ActiveResponseConfig.Empty with
                {
                    Responses = [.. responses ?? []],
                    RepeatedOffenders = repeatedOffenders ?? RepeatedOffenders.None,
                },
                clock,
                compose: repeatedOffenders is null ? null : builder => builder.UseSqliteStore(PathOf("issuer.db"))
            )
        );
    }

    public async Task<TestHost> AgentAsync(
        string id,
        string[]? labels = null,
        TimeProvider? clock = null,
        InMemoryFirewall? firewall = null,
        bool isDurable = true,
        ActiveResponseConfig? config = null,
        Action<ActiveResponseBuilder>? compose = null
    )
    {
        var identity = new HostIdentity
        {
            Role = HostRole.Agent,
            AgentId = id,
            AgentName = $"host-{id}",
            Labels = [.. labels ?? []],
        };
        return Add(
            await TestHost.StartAsync(
                Options(id),
                identity,
                config ?? ActiveResponseConfig.Empty,
                clock,
                firewall,
                builder =>
                {
                    if (isDurable)
                    {
                        builder.UseSqliteStore(PathOf($"agent-{id}.db"));
                    }

                    compose?.Invoke(builder);
                }
            )
        );
    }

    /// <summary>A response for a place.</summary>
    public static ResponseDefinition Response(ResponseLocation location, string? agentId = null, int seconds = 600) =>
        new()
        {
            Name = $"firewall-drop{seconds}",
            Command = new CommandDefinition
            {
                Name = "firewall-drop",
                Executable = "firewall-drop",
                Expect = ExpectedFields.SourceAddress,
                TimeoutAllowed = true,
            },
            Locations = location,
            AgentId = agentId,
            Level = 5,
            Timeout = TimeSpan.FromSeconds(seconds),
        };

    /// <summary>An alert of an agent about an attacker.</summary>
    public static Alert Alert(string address, string agentId = "001", string id = "1754300000.1") =>
        new()
        {
            Id = id,
            RuleId = 5712,
            Level = 10,
            Groups = "syslog,sshd,",
            AgentId = agentId,
            SourceAddress = address,
            Location = "/var/log/auth.log",
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        Server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>How many messages the stream of orders has; 0 while there is none.</summary>
    public async Task<long> StoredAsync()
    {
        await using var connection = new NatsConnection(NatsOpts.Default with { Url = Server.Url });
        try
        {
            return (await new NatsJSContext(connection).GetStreamAsync("AR_main")).Info.State.Messages;
        }
        catch (NatsJSApiException e) when (e.Error.Code == 404)
        {
            return 0;
        }
    }

    /// <summary>Ends a host.</summary>
    public async Task StopAsync(TestHost host)
    {
        _hosts.Remove(host);
        await host.DisposeAsync();
    }

    private TestHost Add(TestHost host)
    {
        _hosts.Add(host);
        return host;
    }
}
