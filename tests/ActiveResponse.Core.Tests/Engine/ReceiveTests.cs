using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>Orders from other hosts, which are as little to be trusted as alerts.</summary>
public sealed class ReceiveTests : IAsyncLifetime
{
    private readonly RecordingResponder _responder = new("fw");
    private readonly RecordingObserver _observer = new();
    private readonly List<ServiceProvider> _services = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_order_is_bound_by_this_host_whatever_the_sender_names()
    {
        var other = new RecordingResponder("other");
        var engine = await StartAsync(compose: builder => builder.AddResponder(_ => other));
        var outcome = await engine.ReceiveAsync(Order() with { Responder = "other", RunsHere = false, RunsElsewhere = true });
        outcome.Outcome.Should().Be(ActionOutcome.Applied);
        (outcome.Order.Responder, outcome.Order.RunsHere, outcome.Order.RunsElsewhere).Should().Be(("fw", true, false));
        other.Calls.Should().BeEmpty();
        (await engine.ListAsync()).Should().ContainSingle().Which.Key.Responder.Should().Be("fw");
    }

    [Fact]
    public async Task Its_timeout_is_kept_and_a_second_one_extends()
    {
        var clock = new ManualClock();
        var engine = await StartAsync(clock: clock);
        await engine.ReceiveAsync(Order());
        clock.Advance(TimeSpan.FromSeconds(300));
        (await engine.ReceiveAsync(Order())).Outcome.Should().Be(ActionOutcome.Extended);
        clock.Advance(TimeSpan.FromSeconds(600));
        await engine.DrainAsync();
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    public static TheoryData<string, ResponseOrder, string> Crafted =>
        new()
        {
            { "unbound", Order() with { Command = Some.Command("rm") }, "unbound" },
            { "negative", Order() with { Timeout = TimeSpan.FromSeconds(-1) }, "crafted-value" },
            { "absurd", Order() with { Timeout = TimeSpan.MaxValue }, "crafted-value" },
            { "no name", Order() with { ResponseName = "" }, "crafted-value" },
            { "control character", Order() with { ResponseName = "a\nb" }, "crafted-value" },
            { "long name", Order() with { ResponseName = new string('x', 257) }, "crafted-value" },
            { "no executable", Order() with { Command = Some.Command() with { Executable = "" } }, "crafted-value" },
            { "executable", Order() with { Command = Some.Command() with { Executable = "fw\0" } }, "crafted-value" },
            { "arguments", Order() with { Command = Some.Command() with { ExtraArguments = "\u001b[2J" } }, "crafted-value" },
            { "two places", Order() with { Location = ResponseLocation.All | ResponseLocation.Server }, "crafted-value" },
            { "no place", Order() with { Location = ResponseLocation.None }, "crafted-value" },
            { "no address", Order() with { Subject = new Subject { User = "alice" } }, "missing-field" },
            { "loopback", Order() with { Subject = Some.Address("127.0.0.1") }, "protected-address" },
            { "the internet", Order() with { Subject = Some.Address("0.0.0.0/0") }, "protected-address" },
            { "another agent", Order() with { Location = ResponseLocation.DefinedAgent, TargetAgent = "002" }, "misaddressed" },
            { "the server", Order() with { Location = ResponseLocation.Server }, "misaddressed" },
            { "another label", Order() with { Location = ResponseLocation.DefinedAgent, TargetAgent = "label:db" }, "misaddressed" },
        };

    [Theory]
    [MemberData(nameof(Crafted))]
    public async Task Refuses_and_reports_what_no_honest_sender_sends(string what, ResponseOrder order, string by)
    {
        var engine = await StartAsync();
        var outcome = await engine.ReceiveAsync(order);
        await engine.DrainAsync();
        outcome.Outcome.Should().Be(ActionOutcome.Refused, what);
        outcome.Detail.Should().StartWith(by + ": ");
        _responder.Calls.Should().BeEmpty();
        var told = _observer.Actions.Should().ContainSingle().Subject;
        told.Order.ResponseName.Should().NotContain("\n");
        told.Order.Responder.Should().BeOneOf("fw", "unbound");
    }

    [Theory]
    [InlineData(ResponseLocation.DefinedAgent, "1")]
    [InlineData(ResponseLocation.DefinedAgent, "label:web")]
    [InlineData(ResponseLocation.Local, "web01")]
    [InlineData(ResponseLocation.Local, null)]
    [InlineData(ResponseLocation.All, null)]
    public async Task Takes_what_is_meant_for_it(ResponseLocation location, string? target)
    {
        var engine = await StartAsync();
        (await engine.ReceiveAsync(Order() with { Location = location, TargetAgent = target })).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_server_takes_no_order_for_all_agents()
    {
        var engine = await StartAsync(host: new HostIdentity { Role = HostRole.Server });
        (await engine.ReceiveAsync(Order() with { Location = ResponseLocation.All })).Detail.Should().StartWith("misaddressed");
        (await engine.ReceiveAsync(Order() with { Location = ResponseLocation.Server })).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_host_without_a_name_takes_what_it_is_given()
    {
        var engine = await StartAsync(host: HostIdentity.Standalone);
        (await engine.ReceiveAsync(Order() with { Location = ResponseLocation.DefinedAgent, TargetAgent = "002" }))
            .Outcome.Should()
            .Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_hostile_value_that_nobody_needs_stops_nothing()
    {
        var engine = await StartAsync();
        var order = Order() with
        {
            Subject = Some.Address("203.0.113.9") with { User = "-rf /", File = "--help" },
            Origin = new ResponseOrigin
            {
                AlertId = "1\u202e",
                Location = "a\nb",
                AgentName = new string('x', 9999),
                AlertJson = "no json"u8.ToArray(),
            },
        };
        var outcome = await engine.ReceiveAsync(order);
        outcome.Outcome.Should().Be(ActionOutcome.Applied);
        outcome.Order.Subject.Should().Be(Some.Address("203.0.113.9"));
        (outcome.Order.Origin.AlertId, outcome.Order.Origin.Location).Should().Be(("1\\u202e", "a\\u000ab"));
        outcome.Order.Origin.AgentName!.Length.Should().Be(256);
        outcome.Order.Origin.AlertJson.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData("-rf", null, "crafted-value")]
    [InlineData(null, "a\nb", "crafted-value")]
    [InlineData("alice", null, "missing-field")]
    [InlineData("alice", "/tmp/x", null)]
    public async Task What_is_needed_is_checked_again(string? user, string? file, string? refusedBy)
    {
        var picky = new RecordingResponder("picky", new ResponderNeeds { Required = SubjectKinds.User | SubjectKinds.File });
        var engine = await StartAsync(compose: builder => builder.AddResponder(_ => picky));
        var outcome = await engine.ReceiveAsync(
            Order() with
            {
                Command = Some.Command("picky"),
                Subject = new Subject { User = user ?? "bob", File = file },
            }
        );
        (outcome.Outcome == ActionOutcome.Refused ? outcome.Detail!.Split(':')[0] : null).Should().Be(refusedBy);
    }

    [Theory]
    [InlineData("{\"a\":1}", true)]
    [InlineData("[1]", false)]
    [InlineData("{\"a\":1} {}", false)]
    [InlineData("{\"a\":", false)]
    public async Task An_alert_is_handed_on_only_if_it_is_one_object(string json, bool handedOn)
    {
        var hander = new RecordingResponder("hander", ResponderNeeds.Address with { AlertJson = true });
        var engine = await StartAsync(compose: builder => builder.AddResponder(_ => hander));
        var outcome = await engine.ReceiveAsync(
            Order() with
            {
                Command = Some.Command("hander"),
                Origin = new ResponseOrigin { AlertJson = Encoding.UTF8.GetBytes(json) },
            }
        );
        outcome.Outcome.Should().Be(ActionOutcome.Applied);
        outcome.Order.Origin.AlertJson.IsEmpty.Should().Be(!handedOn);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_refused_here_too()
    {
        var engine = await StartAsync(compose: builder => builder.AddResponder(_ => new OneWay()));
        (await engine.ReceiveAsync(Order() with { Command = Some.Command("one-way") })).Detail.Should().StartWith("not-reversible: ");
    }

    [Fact]
    public async Task A_transport_that_throws_is_reported_and_ends_nothing()
    {
        var engine = await StartAsync(
            host: new HostIdentity { Role = HostRole.Server },
            compose: builder =>
                builder
                    .UseConfig(
                        new ActiveResponseConfig
                        {
                            Dialect = ConfigDialect.Ossec,
                            Responses = [Some.Response(locations: ResponseLocation.All)],
                        }
                    )
                    .UseDispatcher(_ => new Broken())
        );
        await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();
        var told = _observer.Actions.Should().ContainSingle().Subject;
        (told.Outcome, told.Detail).Should().Be((ActionOutcome.Failed, "the transport 'Broken' failed: the cable is cut"));
    }

    private static ResponseOrder Order() => Some.Order("fw");

    private async Task<ActiveResponseEngine> StartAsync(
        HostIdentity? host = null,
        Action<ActiveResponseBuilder>? compose = null,
        ManualClock? clock = null
    )
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock ?? new ManualClock());
        var builder = services
            .AddActiveResponse()
            .UseHost(
                host
                    ?? new HostIdentity
                    {
                        Role = HostRole.Agent,
                        AgentId = "001",
                        AgentName = "web01",
                        Labels = ["web"],
                    }
            )
            .AddResponder(_ => _responder, "firewall-drop")
            .AddObserver(_ => _observer);
        compose?.Invoke(builder);
        var provider = services.BuildServiceProvider();
        _services.Add(provider);
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return engine;
    }

    private sealed class OneWay : IResponder
    {
        public string Name => "one-way";

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(ResponderResult.Applied());
    }

    private sealed class Broken : IOrderDispatcher
    {
        public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken) =>
            throw new IOException("the cable is cut");
    }
}
