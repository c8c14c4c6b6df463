using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>Orders of a transport that has positions, ends and lifts.</summary>
public sealed class OrderIntakeTests
{
    private const string Source = "bus/all";

    private readonly RecordingResponder _responder = new("fw");
    private readonly RecordingObserver _observer = new();
    private readonly ManualClock _clock = new();
    private readonly DurableStore _store = new();

    [Fact]
    public async Task The_position_is_stored_with_the_first_record_of_its_order()
    {
        await using var services = Services();
        var (engine, intake) = await StartAsync(services);

        await intake.Begin("17").ApplyAsync(Order(), _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(10));

        _store.Commits.First(static commit => !commit.Effects.IsEmpty).Positions[Source].Should().Be("17");
        (await engine.OrdersFrom(Source).FindPositionAsync()).Should().Be("17");
    }

    [Fact]
    public async Task A_position_waits_for_the_orders_before_it()
    {
        var hangs = new TaskCompletionSource();
        await using var services = Services(builder => builder.AddGuard(_ => new WaitingGuard(hangs.Task)));
        var (_, intake) = await StartAsync(services);
        var positions = services.GetRequiredService<EngineGraph>().Positions;
        var first = intake.Begin("1").ApplyAsync(Order("203.0.113.1"), _clock.GetUtcNow(), null);
        intake.Begin("2").Skip();

        await positions.FlushAsync();
        (await intake.FindPositionAsync()).Should().BeNull("the first order is not on record");
        hangs.SetResult();
        await first;
        await positions.FlushAsync();

        (await intake.FindPositionAsync()).Should().Be("2");
    }

    [Fact]
    public async Task A_refused_order_counts_as_dealt_with()
    {
        await using var services = Services();
        var (_, intake) = await StartAsync(services);

        var outcome = await intake.Begin("5").ApplyAsync(Order("127.0.0.1"), _clock.GetUtcNow(), null);
        await services.GetRequiredService<EngineGraph>().Positions.FlushAsync();

        outcome.Outcome.Should().Be(ActionOutcome.Refused);
        (await intake.FindPositionAsync()).Should().Be("5");
    }

    [Fact]
    public async Task The_end_is_the_senders_whatever_this_host_counts()
    {
        var config = ActiveResponseConfig.Empty with { RepeatedOffenders = new RepeatedOffenders([TimeSpan.FromDays(1)]) };
        await using var services = Services(builder => builder.UseConfig(config));
        var (engine, intake) = await StartAsync(services);
        for (var i = 0; i < 3; i++)
        {
            var end = _clock.GetUtcNow().AddMinutes(7);
            await intake.Begin($"{i}").ApplyAsync(Order(alert: $"a{i}"), _clock.GetUtcNow().AddMinutes(-3), end);

            var effect = (await engine.ListAsync()).Should().ContainSingle().Subject;
            effect.Until.Should().Be(end);
            effect.Since.Should().Be(_clock.GetUtcNow().AddMinutes(-3), "it is wanted since it was ordered");
            _clock.Advance(TimeSpan.FromMinutes(7));
            await engine.DrainAsync();
        }

        _responder.Calls.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_lift_takes_back_what_was_ordered_before_it_and_nothing_newer()
    {
        await using var services = Services();
        var (engine, intake) = await StartAsync(services);
        var issued = _clock.GetUtcNow();
        await intake.Begin("1").ApplyAsync(Order(), issued, null);

        (await intake.Begin("2").LiftAsync(Order(), issued.AddMilliseconds(-1))).Should().BeEmpty();
        (await engine.ListAsync()).Should().ContainSingle();
        var lifted = await intake.Begin("3").LiftAsync(Order(), issued);

        lifted.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Lifted);
        (await engine.ListAsync()).Should().BeEmpty();
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task A_lift_leaves_what_another_responder_did_about_the_same_address()
    {
        var other = new RecordingResponder("other");
        await using var services = Services(builder => builder.AddResponder(_ => other));
        var (engine, intake) = await StartAsync(services);
        await intake.Begin("1").ApplyAsync(Order(), _clock.GetUtcNow(), null);
        await engine.ApplyPermanentlyAsync("other", Some.Address("203.0.113.9"));

        await intake.Begin("2").LiftAsync(Order(), _clock.GetUtcNow());

        (await engine.ListAsync()).Should().ContainSingle().Which.Key.Responder.Should().Be("other");
    }

    [Fact]
    public async Task Who_has_sent_an_order_is_on_record()
    {
        await using var services = Services();
        var (engine, intake) = await StartAsync(services);
        var order = Order() with
        {
            Origin = new ResponseOrigin { AlertId = "1", Sender = "bus, key 7" },
        };

        await intake.Begin("1").ApplyAsync(order, _clock.GetUtcNow(), null);

        (await engine.ListAsync())[0].Holders[0].Origin.Sender.Should().Be("bus, key 7");
        ResponseOrderJson.TryRead(ResponseOrderJson.Write(order), out var read, out _).Should().BeTrue();
        read!.Origin.Sender.Should().Be("bus, key 7");
    }

    [Fact]
    public async Task A_group_of_hosts_is_one_outcome()
    {
        await using var services = Services();
        var (engine, _) = await StartAsync(services);
        var hosts = ImmutableSortedDictionary<DispatchStatus, int>.Empty.Add(DispatchStatus.Delivered, 9998).Add(DispatchStatus.Refused, 2);

        engine.ReportSent(Order(), new DispatchGroup("all", hosts));
        engine.ReportSent(Order(), new DispatchGroup("label:web", hosts.Clear().Add(DispatchStatus.Failed, 1)));
        await engine.DrainAsync();

        _observer
            .Actions.Select(static action => $"{action.Order.TargetAgent} {action.Outcome} {action.Detail}")
            .Should()
            .Equal("all Sent all: 9,998 delivered, 2 refused", "label:web Failed label:web: 1 failed");
    }

    [Fact]
    public async Task A_health_source_adds_its_findings_and_one_that_throws_is_one()
    {
        await using var services = Services(static builder =>
        {
            builder.Services.AddSingleton<IHealthSource>(new BusHealth([new HealthFinding("bus", IsFine: true, "connected")]));
            builder.Services.AddSingleton<IHealthSource>(new BusHealth(null));
        });
        var (engine, _) = await StartAsync(services);

        var findings = (await engine.CheckHealthAsync()).Findings;

        findings.Should().Contain(new HealthFinding("bus", IsFine: true, "connected"));
        findings.Should().Contain(new HealthFinding(nameof(BusHealth), IsFine: false, "no bus"));
    }

    private static ResponseOrder Order(string address = "203.0.113.9", string alert = "1") =>
        Some.Order("fw", address) with
        {
            Command = Some.Command("fw"),
            Location = ResponseLocation.All,
            Origin = new ResponseOrigin { AlertId = alert },
        };

    private ServiceProvider Services(Action<ActiveResponseBuilder>? compose = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        var builder = services
            .AddActiveResponse()
            .UseHost(new HostIdentity { Role = HostRole.Agent, AgentId = "001" })
            .UseStore(_ => _store)
            .AddResponder(_ => _responder)
            .AddObserver(_ => _observer);
        compose?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private static async Task<(ActiveResponseEngine Engine, OrderIntake Intake)> StartAsync(ServiceProvider services)
    {
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return (engine, engine.OrdersFrom(Source));
    }

    private sealed class WaitingGuard(Task until) : IResponseGuard
    {
        public string Name => "waiting";

        public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
        {
            await until;
            return null;
        }
    }

    private sealed class BusHealth(IReadOnlyList<HealthFinding>? findings) : IHealthSource
    {
        public ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(findings ?? throw new InvalidOperationException("no bus"));
    }
}
