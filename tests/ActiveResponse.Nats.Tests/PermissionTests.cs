using ActiveResponse.Configuration;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Planning;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Nats.Tests;

/// <summary>What the permissions that are written for a server allow an agent, and what not.</summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private readonly Dictionary<string, (string PublicKey, string Seed)> _keys = new(StringComparer.Ordinal)
    {
        ["issuer"] = FleetCredentials.CreateKey(),
        ["001"] = FleetCredentials.CreateKey(),
        ["002"] = FleetCredentials.CreateKey(),
    };

    private readonly (string PublicKey, string Seed) _signing = FleetCredentials.CreateKey();
    private readonly List<IAsyncDisposable> _parts = [];
    private NatsServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var config = new FleetServerConfig
        {
            Fleet = "main",
            StoreFolder = "/var/lib/nats",
            Users =
            [
                new FleetServerUser(_keys["issuer"].PublicKey, null, []),
                new FleetServerUser(_keys["001"].PublicKey, "001", ["web"]),
                new FleetServerUser(_keys["002"].PublicKey, "002", []),
            ],
        };
        _server = await NatsServer.StartAsync(config.AuthorizationText());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }

        _server?.Dispose();
    }

    [Fact]
    public async Task A_fleet_works_with_them()
    {
        var (issuer, agent) = (await HostAsync(null), await HostAsync("001", "web"));
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.1") with { RuleId = 1 });
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.2") with { RuleId = 2 });
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.3") with { RuleId = 3 });

        await Eventually.HoldsAsync(() => agent.Blocked.Count == 3, "each of its orders must arrive");
        await Eventually.HoldsAsync(
            () => issuer.Fleet.ListAgents() is [{ Behind: 0, InPlace: 3, ClockAhead: not null }],
            "and be reported, with its clock"
        );
    }

    // Long: one attempt after the other.
    [Fact]
    public async Task An_agent_can_neither_order_nor_read_what_is_for_others_nor_report_for_them()
    {
        var (issuer, victim) = (await HostAsync(null), await HostAsync("001", "web"));
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.1") with { RuleId = 2 });
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ InPlace: 1 }], "the agent must have its order");
        var key = issuer.Fleet.ListOrders()[0].Sequence;
        var thief = Connect("002");
        var stream = new NatsJSContext(thief);

        await DeniedAsync(() => stream.PublishAsync("ar.main.order.all.x", "x").AsTask());
        await DeniedAsync(() => stream.PublishAsync("ar.main.order.agent.1.x", "x").AsTask());
        await DeniedAsync(() => stream.PublishAsync("ar.main.state.1", "x").AsTask());
        await DeniedAsync(() => CreateAsync(stream, "2-own", "ar.main.order.agent.1.*"));
        await DeniedAsync(() => CreateAsync(stream, "2-own", "ar.main.order.>"));
        await DeniedAsync(() => CreateAsync(stream, "2-label-web", "ar.main.order.label.web.*"));
        await DeniedAsync(() => CreateAsync(stream, "1-own", "ar.main.order.agent.1.*"));
        await DeniedAsync(() =>
            AskAsync(
                thief,
                "$JS.API.CONSUMER.CREATE.AR_main.2-own.ar.main.order.agent.2.*",
                """{"stream_name":"AR_main","config":"""
                    + """{"name":"2-own","filter_subject":"ar.main.order.agent.1.*","ack_policy":"none","deliver_policy":"""
                    + "\"all\",\"mem_storage\":true}}"
            )
        );
        await DeniedAsync(() =>
            AskAsync(
                thief,
                "$JS.API.CONSUMER.CREATE.AR_main",
                """{"stream_name":"AR_main","config":{"ack_policy":"none","deliver_policy":"all"}}"""
            )
        );
        await DeniedAsync(() => AskAsync(thief, "$JS.API.CONSUMER.MSG.NEXT.AR_main.1-own", "1"));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.CONSUMER.DELETE.AR_main.1-own", ""));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.DIRECT.GET.AR_main", $$"""{"seq":{{key}}}"""));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.DIRECT.GET.AR_main_STATE.ar.main.state.1", ""));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.STREAM.MSG.GET.AR_main", $$"""{"seq":{{key}}}"""));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.STREAM.INFO.AR_main", """{"subjects_filter":">"}"""));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.STREAM.PURGE.AR_main", ""));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.STREAM.DELETE.AR_main", ""));
        await DeniedAsync(() => AskAsync(thief, "$JS.API.STREAM.MSG.DELETE.AR_main", $$"""{"seq":{{key}}}"""));

        victim.Blocked.Should().Equal("203.0.113.1");
        issuer.Fleet.ListOrders().Should().ContainSingle();
    }

    [Fact]
    public async Task An_agent_hears_nothing_that_is_said_to_others()
    {
        var thief = Connect("002");
        var heard = new List<string>();
        var thieves = new[] { "ar.main.order.>", "ar.main.state.>", "_INBOX_main_1.>", "_INBOX_main_issuer.>", "_INBOX.>", ">" };
        using var stop = new CancellationTokenSource();
        var listening = thieves.Select(subject => ListenAsync(thief, subject, heard, stop.Token)).ToList();
        await thief.PingAsync();

        var (issuer, agent) = (await HostAsync(null), await HostAsync("001", "web"));
        await issuer.Engine.HandleAsync(TestFleet.Alert("203.0.113.1") with { RuleId = 2 });
        await Eventually.HoldsAsync(() => issuer.Fleet.ListAgents() is [{ InPlace: 1 }], "the order must arrive, and be reported");
        agent.Blocked.Should().HaveCount(1);
        await thief.PingAsync();

        heard.Should().BeEmpty();
        await stop.CancelAsync();
        await Task.WhenAll(listening);
    }

    [Fact]
    public async Task Nobody_connects_with_a_key_that_is_not_enrolled()
    {
        await using var stranger = new NatsConnection(Opts(FleetCredentials.CreateKey()));
        await FluentActions.Awaiting(() => stranger.ConnectAsync().AsTask()).Should().ThrowAsync<NatsException>();
    }

    private static async Task ListenAsync(
        NatsConnection connection,
        string subject,
        List<string> heard,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var message in connection.SubscribeAsync<byte[]>(subject, cancellationToken: cancellationToken))
            {
                lock (heard)
                {
                    heard.Add(message.Subject);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NatsException)
        {
            // It was refused, or the test is over.
        }
    }

    private static async Task CreateAsync(NatsJSContext stream, string name, string filter) =>
        await stream.CreateOrUpdateConsumerAsync(
            "AR_main",
            new ConsumerConfig
            {
                Name = name,
                FilterSubject = filter,
                AckPolicy = ConsumerConfigAckPolicy.None,
                MemStorage = true,
            }
        );

    private static async Task AskAsync(NatsConnection connection, string subject, string body)
    {
        var answer = await connection.RequestAsync<string, string>(
            subject,
            body,
            replyOpts: new NatsSubOpts { Timeout = TimeSpan.FromSeconds(1) }
        );
        if (answer.Data?.Contains("\"error\"", StringComparison.Ordinal) == true || answer.HasNoResponders)
        {
            throw new NatsException(answer.Data ?? "nobody");
        }
    }

    private static Task DeniedAsync(Func<Task> attempt) => FluentActions.Awaiting(attempt).Should().ThrowAsync<NatsException>();

    private NatsConnection Connect(string who)
    {
        var connection = new NatsConnection(
            Opts(_keys[who]) with
            {
                RequestTimeout = TimeSpan.FromSeconds(1),
                InboxPrefix = "_INBOX_main_2",
            }
        );
        _parts.Add(connection);
        return connection;
    }

    private NatsOpts Opts((string PublicKey, string Seed) key) =>
        NatsOpts.Default with
        {
            Url = _server.Url,
            AuthOpts = new NatsAuthOpts { NKey = key.PublicKey, Seed = key.Seed },
        };

    // Long: starts one part after the other.
    private async Task<TestHost> HostAsync(string? id, params string[] labels)
    {
        var options = new NatsFleetOptions
        {
            Url = _server.Url,
            StateInterval = TimeSpan.FromSeconds(2),
            Credentials = new FleetCredentials
            {
                Fleet = "main",
                AgentId = id,
                ConnectionSeed = _keys[id ?? "issuer"].Seed,
                SigningSeed = id is null ? _signing.Seed : null,
                Issuers = [_signing.PublicKey],
            },
        };
        var identity = id is null
            ? new HostIdentity { Role = HostRole.Server }
            : new HostIdentity
            {
                Role = HostRole.Agent,
                AgentId = id,
                Labels = [.. labels],
            };
        ResponseDefinition[] responses =
        [
            TestFleet.Response(ResponseLocation.All) with
            {
                RuleIds = [1],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.Local) with
            {
                RuleIds = [2],
                Level = null,
            },
            TestFleet.Response(ResponseLocation.DefinedAgent, "label:web") with
            {
                RuleIds = [3],
                Level = null,
            },
        ];
        var host = await TestHost.StartAsync(
            options,
            identity,
            ActiveResponseConfig.Empty with
            {
                Responses = id is null ? [.. responses] : [],
            }
        );
        _parts.Add(host);
        return host;
    }
}
