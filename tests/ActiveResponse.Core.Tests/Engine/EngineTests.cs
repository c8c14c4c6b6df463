using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Engine;

public sealed class EngineTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly RecordingResponder _responder = new("firewall-drop");
    private readonly RecordingObserver _observer = new();
    private ServiceProvider? _services;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_alert_blocks_its_source_and_the_block_ends_in_its_time()
    {
        var engine = await StartAsync(Config(Some.Response(seconds: 600)));

        var plan = await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();

        plan.Responses.Should().ContainSingle().Which.Orders.Should().ContainSingle().Which.Refusal.Should().BeNull();
        (await engine.ListAsync()).Should().ContainSingle().Which.Until.Should().Be(_clock.GetUtcNow() + TimeSpan.FromSeconds(600));
        _clock.Advance(TimeSpan.FromSeconds(600));
        await engine.DrainAsync();
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task What_does_not_match_comes_to_nothing()
    {
        var engine = await StartAsync(Config(Some.Response(level: 11)));
        (await engine.HandleAsync(Some.Alert(level: 10))).Responses.Should().BeEmpty();
        await engine.DrainAsync();
        _responder.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Refusals_are_in_the_plan_and_told_to_observers()
    {
        var engine = await StartAsync(
            Config(Some.Response()) with
            {
                AllowList = new AllowList([new AllowListEntry { Text = "203.0.113.0/24", Network = Some.Prefix("203.0.113.0/24") }]),
            }
        );

        var plan = await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();

        plan.Responses[0].Orders[0].Refusal!.By.Should().Be("allow-list");
        _observer.Actions.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Refused);
        _responder.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Explaining_does_nothing_and_tells_of_every_response()
    {
        var engine = await StartAsync(Config(Some.Response(), Some.Response(seconds: 60, level: 16)));
        var plan = await engine.ExplainAsync(Some.Alert("127.0.0.1"));
        await engine.DrainAsync();

        plan.Responses.Select(static response => response.Fired).Should().Equal(true, false);
        plan.Responses.Should().OnlyContain(static response => response.Because.Length > 0);
        plan.Responses[0].Orders[0].Refusal!.By.Should().Be("protected-address");
        _responder.Calls.Should().BeEmpty();
        _observer.Actions.Should().BeEmpty();
    }

    [Fact]
    public async Task Orders_by_hand_pass_the_guards_and_wait_for_their_outcome()
    {
        var engine = await StartAsync(Config());
        (await engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.0/24"), TimeSpan.FromMinutes(1)))
            .Outcome.Should()
            .Be(ActionOutcome.Applied);
        (await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("127.0.0.1"))).Outcome.Should().Be(ActionOutcome.Refused);
        (await engine.ApplyPermanentlyAsync("nothing-here", Some.Address("203.0.113.9"))).Detail.Should().Contain("unbound");
        (await engine.ApplyPermanentlyAsync("firewall-drop", new Subject { User = "alice" })).Detail.Should().Contain("missing-field");
        _responder.Calls.Should().Equal("add 203.0.113.0/24");
    }

    [Fact]
    public async Task Lifting_takes_back_one_subject_or_all()
    {
        var engine = await StartAsync(Config());
        await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.1"));
        await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.2"));
        await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.3"));

        (await engine.LiftAsync(Some.Address("203.0.113.2"))).Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Lifted);
        (await engine.LiftAsync(Some.Address("203.0.113.2"))).Should().BeEmpty();
        (await engine.LiftAllAsync()).Should().HaveCount(2);
        (await engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_stop_takes_back_what_is_timed_and_leaves_what_is_permanent()
    {
        var engine = await StartAsync(Config());
        await engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.1"), TimeSpan.FromHours(1));
        await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.2"));
        await engine.StopAsync();
        _responder.Calls.Should().Equal("add 203.0.113.1", "add 203.0.113.2", "delete 203.0.113.1");
        (await engine.ListAsync()).Should().ContainSingle().Which.Key.Subject.Should().Be(Some.Address("203.0.113.2"));
    }

    [Fact]
    public async Task A_hung_responder_does_not_keep_a_stop_from_taking_back_the_rest()
    {
        var never = new TaskCompletionSource<ResponderResult>();
        var hung = new RecordingResponder("hung") { OnApply = (_, _) => new ValueTask<ResponderResult>(never.Task) };
        var engine = await StartAsync(Config(), builder => builder.AddResponder(_ => hung));
        await engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.1"), TimeSpan.FromHours(1));
        _ = engine.ApplyAsync("hung", Some.Address("203.0.113.2"), TimeSpan.FromHours(1));
        await Until.TrueAsync(() => hung.Calls.Count == 1);

        var stopping = engine.StopAsync();
        var half = _services!.GetRequiredService<Microsoft.Extensions.Options.IOptions<ExecutionOptions>>().Value.StopDeadline / 2;
        _clock.Advance(half);
        await Until.TrueAsync(() => _responder.Calls.Count == 2);
        _clock.Advance(half);
        await stopping;

        _responder.Calls.Should().Equal("add 203.0.113.1", "delete 203.0.113.1");
        never.SetResult(ResponderResult.Applied());
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_adopted_and_ends_in_its_time()
    {
        var firewall = new InMemoryFirewall("fw");
        await firewall.ApplyAsync(
            [
                new(Some.Prefix("203.0.113.1"), _clock.GetUtcNow() + TimeSpan.FromSeconds(60)),
                new(Some.Prefix("203.0.113.2"), _clock.GetUtcNow() - TimeSpan.FromSeconds(60)),
                new(Some.Prefix("203.0.113.3"), null),
            ],
            [],
            CancellationToken.None
        );
        var engine = await StartAsync(Config(), builder => builder.AddFirewall(_ => firewall));
        (await engine.ListAsync()).Should().HaveCount(3);
        _clock.Advance(TimeSpan.Zero);
        await engine.DrainAsync();
        firewall.Entries.Keys.Should().BeEquivalentTo([Some.Prefix("203.0.113.1"), Some.Prefix("203.0.113.3")]);
        _clock.Advance(TimeSpan.FromSeconds(60));
        await engine.DrainAsync();
        firewall.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.3"));
    }

    [Fact]
    public async Task Orders_for_other_hosts_are_sent_after_the_guards_and_never_run_here()
    {
        var transport = new Transport();
        var engine = await StartAsync(
            Config(Some.Response(locations: ResponseLocation.All)),
            builder => builder.UseHost(new HostIdentity { Role = HostRole.Server }).UseDispatcher(_ => transport)
        );
        await engine.HandleAsync(Some.Alert());
        await engine.HandleAsync(Some.Alert("127.0.0.1"));
        await engine.DrainAsync();
        transport.Orders.Should().ContainSingle().Which.Subject.Should().Be(Some.Address("203.0.113.9"));
        _responder.Calls.Should().BeEmpty();
        _observer.Actions.Select(static action => action.Outcome).Should().BeEquivalentTo([ActionOutcome.Sent, ActionOutcome.Refused]);
    }

    [Fact]
    public async Task Without_a_transport_it_is_said_that_nothing_was_sent()
    {
        var engine = await StartAsync(
            Config(Some.Response(locations: ResponseLocation.All)),
            builder => builder.UseHost(new HostIdentity { Role = HostRole.Server })
        );
        await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();
        var action = _observer.Actions.Should().ContainSingle().Subject;
        action.Outcome.Should().Be(ActionOutcome.Failed);
        action.Detail.Should().Contain("all agents").And.Contain("no transport");
    }

    [Fact]
    public async Task Two_names_of_one_firewall_are_one_effect()
    {
        var firewall = new InMemoryFirewall("fw");
        var engine = await StartAsync(
            Config(Some.Response("host-deny", 600), Some.Response("route-null", 60)),
            builder => builder.AddFirewall(_ => firewall, "host-deny", "route-null")
        );
        await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();
        (await engine.ListAsync()).Should().ContainSingle().Which.Holders.Should().HaveCount(2);
        _clock.Advance(TimeSpan.FromSeconds(60));
        await engine.DrainAsync();
        firewall.Entries.Should().HaveCount(1);
        _clock.Advance(TimeSpan.FromSeconds(540));
        await engine.DrainAsync();
        firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_disabled_configuration_fires_nothing()
    {
        var engine = await StartAsync(Config(Some.Response()) with { Disabled = true });
        (await engine.HandleAsync(Some.Alert())).Responses.Should().BeEmpty();
    }

    [Fact]
    public async Task Own_guards_are_asked_after_the_built_in_ones()
    {
        var engine = await StartAsync(Config(Some.Response()), static builder => builder.AddGuard(static _ => new NotOnSundays()));
        (await engine.HandleAsync(Some.Alert())).Responses[0].Orders[0].Refusal!.By.Should().Be("not-on-sundays");
    }

    [Fact]
    public void Options_out_of_range_stop_the_host_at_its_start()
    {
        StartingWith(static builder => builder.ConfigureExecution(static options => options.QueueCapacity = 0))
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*QueueCapacity*1,000,000*");
        StartingWith(static builder => builder.ConfigureGuards(static options => options.ShortestIPv4Prefix = 0))
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*ShortestIPv4Prefix*1 to 32*");
    }

    [Fact]
    public void Adding_it_twice_is_harmless()
    {
        var services = new ServiceCollection();
        services.AddActiveResponse().AddResponder(_ => _responder);
        services.AddActiveResponse();
        using var provider = services.BuildServiceProvider();
        provider.GetServices<IHostedService>().Should().ContainSingle();
        provider.GetRequiredService<ActiveResponseEngine>().Should().NotBeNull();
    }

    [Fact]
    public async Task Effects_that_cannot_run_here_are_named()
    {
        var engine = await StartAsync(Config(Some.Response("netsh.exe"), Some.Response()));
        engine.BindingProblems.Should().ContainSingle().Which.Response.Command.Executable.Should().Be("netsh.exe");
    }

    private static Action StartingWith(Action<ActiveResponseBuilder> compose) =>
        () =>
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            compose(builder.Services.AddActiveResponse());
            using var host = builder.Build();
            host.Start();
        };

    private static ActiveResponseConfig Config(params ResponseDefinition[] responses) =>
        new()
        {
            Dialect = ConfigDialect.Ossec,
            Commands = [.. responses.Select(static response => response.Command)],
            Responses = [.. responses],
        };

    private async Task<ActiveResponseEngine> StartAsync(ActiveResponseConfig config, Action<ActiveResponseBuilder>? compose = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        var builder = services.AddActiveResponse().UseConfig(config).AddResponder(_ => _responder).AddObserver(_ => _observer);
        compose?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var engine = _services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return engine;
    }

    private sealed class Transport : IOrderDispatcher
    {
        public List<ResponseOrder> Orders { get; } = [];

        public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
        {
            Orders.Add(order);
            return ValueTask.FromResult(new DispatchResult(true, "to everybody"));
        }
    }

    private sealed class NotOnSundays : IResponseGuard
    {
        public string Name => "not-on-sundays";

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            ValueTask.FromResult<OrderRefusal?>(new OrderRefusal(Name, "it is Sunday"));
    }
}
