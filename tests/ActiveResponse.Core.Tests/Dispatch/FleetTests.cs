using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Dispatch;

/// <summary>One server and three agents: what runs where, and what the server is told of it.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private readonly InProcessFleet _fleet = new();
    private FleetHost _web = null!;
    private FleetHost _mail = null!;
    private FleetHost _db = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await _fleet.AddAgentAsync("001", "web01", ["front"]);
        _mail = await _fleet.AddAgentAsync("002", "mail01", ["front"]);
        _db = await _fleet.AddAgentAsync("003", "db01");
    }

    public async ValueTask DisposeAsync() => await _fleet.DisposeAsync();

    [Theory]
    [InlineData(ResponseLocation.Local, null, "001", "web01")]
    [InlineData(ResponseLocation.Local, null, "1", "web01")]
    [InlineData(ResponseLocation.Local, null, "000", "server")]
    [InlineData(ResponseLocation.Local, null, "mail01", "mail01")]
    [InlineData(ResponseLocation.Server, null, "001", "server")]
    [InlineData(ResponseLocation.All, null, "001", "web01 mail01 db01")]
    [InlineData(ResponseLocation.All, null, "000", "web01 mail01 db01")]
    [InlineData(ResponseLocation.Server | ResponseLocation.All, null, "001", "server")]
    [InlineData(ResponseLocation.Local | ResponseLocation.All, null, "001", "web01 mail01 db01")]
    [InlineData(ResponseLocation.Local | ResponseLocation.All, null, "000", "server")]
    [InlineData(ResponseLocation.DefinedAgent, "003", "001", "db01")]
    [InlineData(ResponseLocation.DefinedAgent, "3", "001", "db01")]
    [InlineData(ResponseLocation.DefinedAgent, "label:front", "003", "web01 mail01")]
    [InlineData(ResponseLocation.Local | ResponseLocation.DefinedAgent, "003", "001", "web01")]
    [InlineData(ResponseLocation.Local, null, "099", "")]
    [InlineData(ResponseLocation.DefinedAgent, "099", "001", "")]
    [InlineData(ResponseLocation.DefinedAgent, "label:nobody", "001", "")]
    public async Task An_order_runs_where_its_location_says_and_nowhere_else(
        ResponseLocation locations,
        string? agentId,
        string alertOf,
        string blockedOn
    )
    {
        var server = await ServerAsync(Some.Response(locations: locations, agentId: agentId));
        await server.Engine.HandleAsync(AlertOf(alertOf));
        await _fleet.DrainAsync();

        (FleetHost Host, string Name)[] all = [(server, "server"), (_web, "web01"), (_mail, "mail01"), (_db, "db01")];
        all.Where(static pair => pair.Host.Blocked.SequenceEqual(["203.0.113.9"]))
            .Select(static pair => pair.Name)
            .Should()
            .Equal(blockedOn.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        all.Sum(static pair => pair.Host.Blocked.Count).Should().Be(blockedOn.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_block_on_an_agent_ends_in_its_time()
    {
        var server = await ServerAsync(Some.Response(locations: ResponseLocation.All, seconds: 600));
        await server.Engine.HandleAsync(AlertOf("001"));
        await _fleet.DrainAsync();
        _fleet.Clock.Advance(TimeSpan.FromSeconds(599));
        await _fleet.DrainAsync();
        _db.Blocked.Should().Equal("203.0.113.9");
        _fleet.Clock.Advance(TimeSpan.FromSeconds(1));
        await _fleet.DrainAsync();
        _fleet.Hosts.Should().OnlyContain(static host => host.Blocked.Count == 0);
    }

    [Fact]
    public async Task The_server_tells_for_each_agent_what_became_of_the_order()
    {
        var server = await ServerAsync(Some.Response(locations: ResponseLocation.All));
        _fleet.TakeAway(_mail);
        await server.Engine.HandleAsync(AlertOf("001"));
        await _fleet.DrainAsync();

        Told(server)
            .Should()
            .Equal(
                "001 Sent 001: delivered (applied)",
                "002 Failed 002: away (it can't be reached, and the order is not kept)",
                "003 Sent 003: delivered (applied)"
            );
        _mail.Blocked.Should().BeEmpty();
        await _fleet.BringBackAsync(_mail);
        await _fleet.DrainAsync();
        _mail.Blocked.Should().BeEmpty("an order that is not kept is gone, and it was said so");
    }

    [Theory]
    [InlineData(ResponseLocation.Local, null, "099", "099 Failed 099: unknown (no agent has this id or name)")]
    [InlineData(ResponseLocation.DefinedAgent, "label:nobody", "001", "label:nobody Failed label:nobody: unknown (no host is meant by it)")]
    public async Task An_unknown_agent_is_reported(ResponseLocation locations, string? agentId, string alertOf, string told)
    {
        var server = await ServerAsync(Some.Response(locations: locations, agentId: agentId));
        await server.Engine.HandleAsync(AlertOf(alertOf));
        await _fleet.DrainAsync();
        Told(server).Should().Equal(told);
    }

    [Fact]
    public async Task The_server_refuses_before_sending_what_its_own_guards_refuse()
    {
        var server = await ServerAsync(Config(Some.Response(locations: ResponseLocation.All)) with { AllowList = Allow("203.0.113.9") });
        var plan = await server.Engine.HandleAsync(AlertOf("001"));
        await _fleet.DrainAsync();

        plan.Responses[0].Orders[0].Refusal!.By.Should().Be("allow-list");
        server.Observer.Actions.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Refused);
        _fleet.Hosts.Should().OnlyContain(static host => host.Blocked.Count == 0);
        _web.Observer.Actions.Should().BeEmpty("nothing reached it");
    }

    [Fact]
    public async Task An_agent_asks_its_own_guards_and_the_server_hears_of_it()
    {
        var careful = await _fleet.AddAgentAsync(
            "004",
            "careful",
            compose: builder => builder.UseConfig(ActiveResponseConfig.Empty with { AllowList = Allow("203.0.113.0/24") })
        );
        var server = await ServerAsync(Some.Response(locations: ResponseLocation.All));
        await server.Engine.HandleAsync(AlertOf("001"));
        await _fleet.DrainAsync();

        careful.Blocked.Should().BeEmpty();
        careful.Observer.Actions.Should().ContainSingle().Which.Detail.Should().StartWith("allow-list: ");
        Told(server)
            .Should()
            .HaveCount(4)
            .And.ContainSingle(static told => told.StartsWith("004 Refused 004: refused (allow-list: 203.0.113.9 is on the allow list"));
        _web.Blocked.Should().Equal(["203.0.113.9"], "one agent's refusal is its own");
    }

    [Fact]
    public async Task An_agent_on_which_active_response_is_switched_off_refuses()
    {
        await _fleet.AddAgentAsync(
            "004",
            "off",
            compose: builder => builder.UseConfig(ActiveResponseConfig.Empty with { Disabled = true })
        );
        var server = await ServerAsync(Some.Response(locations: ResponseLocation.DefinedAgent, agentId: "004"));
        await server.Engine.HandleAsync(AlertOf("001"));
        await _fleet.DrainAsync();
        Told(server).Should().Equal("004 Refused 004: refused (disabled: active response is switched off on this host)");
    }

    [Fact]
    public async Task An_agent_that_hangs_does_not_hold_the_server_for_longer_than_it_waits_for_answers()
    {
        var never = new TaskCompletionSource();
        _web.Firewall.BeforeBatch = () => never.Task;
        var server = await ServerAsync(Some.Response(locations: ResponseLocation.All));
        await server.Engine.HandleAsync(AlertOf("001"));
        var sending = server.Engine.DrainAsync();
        await Until.TrueAsync(() => _db.Blocked.Count == 1 && _mail.Blocked.Count == 1);
        sending.IsCompleted.Should().BeFalse();
        _fleet.Clock.Advance(_fleet.AnswerWithin);
        await sending;
        never.SetResult();
        await _fleet.DrainAsync();
        Told(server).First().Should().Be("001 Sent 001: delivered (it hasn't said yet what it did)");
        _web.Blocked.Should().Equal("203.0.113.9");
    }

    [Fact]
    public async Task An_agents_own_response_for_all_is_refused_leg_by_leg()
    {
        var config = Config(Some.Response(locations: ResponseLocation.All));
        var sender = await _fleet.AddAgentAsync(
            "004",
            "sender",
            compose: builder => builder.UseConfig(config).AddGuard(_ => new StageGuard(GuardStage.BeforeSending))
        );
        await sender.Engine.HandleAsync(AlertOf("004"));
        await _fleet.DrainAsync();
        sender.Blocked.Should().Equal("203.0.113.9");
        _web.Blocked.Should().BeEmpty();
        sender
            .Observer.Actions.Select(static action => action.Outcome)
            .Should()
            .BeEquivalentTo([ActionOutcome.Applied, ActionOutcome.Refused]);

        var homeless = await _fleet.AddAgentAsync(
            "005",
            "homeless",
            compose: builder => builder.UseConfig(config).AddGuard(_ => new StageGuard(GuardStage.BeforeRunning))
        );
        await homeless.Engine.HandleAsync(AlertOf("005"));
        await _fleet.DrainAsync();
        homeless.Blocked.Should().BeEmpty();
        _web.Blocked.Should().Equal("203.0.113.9");
        sender.Blocked.Should().Equal("203.0.113.9");
    }

    [Fact]
    public async Task A_fleet_has_each_host_once()
    {
        await _fleet.Invoking(static fleet => fleet.AddAgentAsync("1", "other")).Should().ThrowAsync<InvalidOperationException>();
        _fleet.Hosts.Should().HaveCount(3);
    }

    private static AllowList Allow(string network) => new([new AllowListEntry { Text = network, Network = Some.Prefix(network) }]);

    private static Alert AlertOf(string agent) =>
        char.IsAsciiDigit(agent[0])
            ? Some.Alert() with
            {
                AgentId = agent,
            }
            : Some.Alert() with
            {
                AgentName = agent,
                Location = $"({agent}) 192.0.2.7->/var/log/auth.log",
            };

    private static ActiveResponseConfig Config(ResponseDefinition response) =>
        new()
        {
            Dialect = ConfigDialect.Ossec,
            Commands = [response.Command],
            Responses = [response],
        };

    private static IEnumerable<string> Told(FleetHost host) =>
        host.Observer.Actions.Select(static action => $"{action.Order.TargetAgent} {action.Outcome} {action.Detail}");

    private Task<FleetHost> ServerAsync(ResponseDefinition response) => ServerAsync(Config(response));

    private Task<FleetHost> ServerAsync(ActiveResponseConfig config) => _fleet.AddServerAsync(config);

    private sealed class StageGuard(GuardStage refused) : IResponseGuard
    {
        public string Name => "stage";

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            ValueTask.FromResult(stage == refused ? new OrderRefusal(Name, "not at this stage") : null);
    }
}
