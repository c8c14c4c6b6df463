using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

public sealed class ReloadTests : IAsyncLifetime
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
    public async Task Active_blocks_stay_with_their_ends()
    {
        var engine = await StartAsync(Config(Some.Response(seconds: 600)));
        await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();
        var before = await engine.ListAsync();

        (await engine.ReloadAsync(Config())).Should().BeEmpty();

        (await engine.ListAsync()).Should().Equal(before);
        _clock.Advance(TimeSpan.FromSeconds(600));
        await engine.DrainAsync();
        _responder.Calls.Should().Equal("add 203.0.113.9", "delete 203.0.113.9");
    }

    [Fact]
    public async Task A_record_says_which_version_of_the_configuration_led_to_it()
    {
        var engine = await StartAsync(Config(Some.Response(seconds: 600)) with { Version = "one" });
        await engine.HandleAsync(Some.Alert());
        await engine.ReloadAsync(Config(Some.Response(seconds: 600)) with { Version = "two" });
        await engine.HandleAsync(Some.Alert("203.0.113.8"));
        await engine.DrainAsync();

        (await engine.ListAsync())
            .Should()
            .AllSatisfy(static effect => effect.Holders.Should().OnlyContain(holder => holder.Origin == effect.Order.Origin))
            .And.Subject.Select(static effect => (effect.Key.Subject.ToString(), effect.Order.Origin.ConfigVersion))
            .Should()
            .BeEquivalentTo([("203.0.113.9", "one"), ("203.0.113.8", "two")]);
    }

    [Fact]
    public async Task A_response_that_is_gone_extends_nothing_and_a_new_one_fires()
    {
        var engine = await StartAsync(Config(Some.Response(seconds: 600)));
        await engine.HandleAsync(Some.Alert());
        await engine.ReloadAsync(Config(Some.Response(seconds: 60, level: 15)));
        (await engine.HandleAsync(Some.Alert())).Responses.Should().BeEmpty();
        (await engine.HandleAsync(Some.Alert("203.0.113.8", level: 15)))
            .Responses.Should()
            .ContainSingle()
            .Which.Response.Name.Should()
            .Be("firewall-drop60");
        await engine.DrainAsync();
        _clock.Advance(TimeSpan.FromSeconds(600));
        await engine.DrainAsync();
        _responder.Calls.Should().BeEquivalentTo("add 203.0.113.9", "add 203.0.113.8", "delete 203.0.113.8", "delete 203.0.113.9");
        engine.Config.Responses.Should().ContainSingle().Which.Level.Should().Be(15);
    }

    [Fact]
    public async Task An_alert_under_way_finishes_with_the_old_configuration()
    {
        var asked = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var engine = await StartAsync(
            Config(Some.Response(), Some.Response(seconds: 60)),
            builder => builder.AddGuard(_ => new SlowGuard(asked, goOn.Task))
        );
        var handling = engine.HandleAsync(Some.Alert()).AsTask();
        await asked.Task;
        await engine.ReloadAsync(Config());
        goOn.SetResult();
        (await handling).Responses.Should().HaveCount(2);
        await engine.DrainAsync();
        (await engine.ListAsync()).Should().ContainSingle().Which.Holders.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_guard_and_the_ladder_follow_the_new_configuration()
    {
        var engine = await StartAsync(Config(Some.Response(seconds: 600)));
        await engine.HandleAsync(Some.Alert(id: "1"));
        await engine.DrainAsync();
        _clock.Advance(TimeSpan.FromSeconds(600));
        await engine.DrainAsync();

        await engine.ReloadAsync(
            Config(Some.Response(seconds: 600)) with
            {
                RepeatedOffenders = new RepeatedOffenders([TimeSpan.FromMinutes(30)]),
                AllowList = Allow("203.0.113.8"),
            }
        );
        await engine.HandleAsync(Some.Alert(id: "2"));
        await engine.DrainAsync();
        (await engine.ListAsync()).Should().ContainSingle().Which.Until.Should().Be(_clock.GetUtcNow() + TimeSpan.FromMinutes(30));
        (await engine.HandleAsync(Some.Alert("203.0.113.8", id: "3"))).Responses[0].Orders[0].Refusal!.By.Should().Be("allow-list");
    }

    [Fact]
    public async Task What_the_new_allow_list_covers_is_taken_back_and_told()
    {
        var engine = await StartAsync(Config());
        await engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.1"), TimeSpan.FromHours(1));
        await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.2"));
        await engine.ApplyAsync("firewall-drop", Some.Address("198.51.100.1"), TimeSpan.FromHours(1));

        var lifted = await engine.ReloadAsync(Config() with { AllowList = Allow("203.0.113.0/24") });

        lifted
            .Should()
            .HaveCount(2)
            .And.OnlyContain(static action => action.Outcome == ActionOutcome.Lifted && action.Detail == "the allow list covers it now");
        await engine.DrainAsync();
        (await engine.ListAsync()).Should().ContainSingle().Which.Key.Subject.Should().Be(Some.Address("198.51.100.1"));
        _observer
            .Actions.Count(static action => action is { Verb: ActionVerb.Revert, Detail: "the allow list covers it now" })
            .Should()
            .Be(2);
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_takes_nothing_back()
    {
        var engine = await StartAsync(
            Config(),
            static builder =>
            {
                builder.ConfigureGuards(static options =>
                    (options.UnresolvedNames, options.NameDeadline) = (UnresolvedNamePolicy.Proceed, TimeSpan.Zero)
                );
                builder.Services.AddSingleton<IHostNameResolver>(new NoNames());
            }
        );
        await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.1"));
        var names = new AllowList([new AllowListEntry { Text = "admin.example.net", HostName = "admin.example.net" }]);
        (await engine.ReloadAsync(Config() with { AllowList = names })).Should().BeEmpty();
        _services!.GetRequiredService<Microsoft.Extensions.Options.IOptions<GuardOptions>>().Value.UnresolvedNames =
            UnresolvedNamePolicy.Refuse;
        (await engine.ReloadAsync(Config() with { AllowList = names })).Should().BeEmpty();
        (await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.2")))
            .Outcome.Should()
            .Be(ActionOutcome.Refused, "new blocks are what the policy is for");
    }

    [Fact]
    public async Task The_dialect_cannot_change_under_way()
    {
        var engine = await StartAsync(Config(Some.Response()));
        await engine
            .Invoking(static e => e.ReloadAsync(new ActiveResponseConfig { Dialect = ConfigDialect.Wazuh }))
            .Should()
            .ThrowAsync<ArgumentException>();
        engine.Config.Responses.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("203.0.113.7", "under way and not on record yet")]
    [InlineData("203.0.113.8", "waiting for its turn")]
    public async Task What_passed_the_guards_before_the_allow_list_covered_it_does_not_stay(string allowed, string when)
    {
        var capabilities = new InMemoryFirewall().Capabilities | FirewallCapabilities.KernelExpiry;
        var firewall = new InMemoryFirewall("memory") { Capabilities = capabilities };
        var (reached, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        firewall.BeforeBatch = () =>
        {
            reached.TrySetResult();
            return goesOn.Task;
        };
        var engine = await StartAsync(Config(), builder => builder.AddFirewall(_ => firewall, "memory"));
        var first = engine.ApplyAsync("memory", Some.Address("203.0.113.7"), TimeSpan.FromMinutes(10));
        await reached.Task;
        var second = engine.ApplyAsync("memory", Some.Address("203.0.113.8"), TimeSpan.FromMinutes(10));

        (await engine.ReloadAsync(Config() with { AllowList = Allow(allowed) })).Should().BeEmpty(when);
        goesOn.SetResult();
        await Task.WhenAll(first, second);

        await Until.TrueAsync(async () => (await engine.ListAsync()) is [var left] && left.Key.Subject != Some.Address(allowed));
        await engine.DrainAsync();
        firewall.Entries.Should().ContainSingle();
        _observer.Actions.Should().Contain(static action => action.Detail == "the allow list covers it now");
    }

    private static AllowList Allow(string network) => new([new AllowListEntry { Text = network, Network = Some.Prefix(network) }]);

    private static ActiveResponseConfig Config(params ResponseDefinition[] responses) =>
        new() { Dialect = ConfigDialect.Ossec, Responses = [.. responses] };

    private async Task<ActiveResponseEngine> StartAsync(ActiveResponseConfig config, Action<ActiveResponseBuilder>? compose = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        var builder = services.AddActiveResponse().UseConfig(config).AddResponder(_ => _responder).AddObserver(_ => _observer);
        compose?.Invoke(builder);
        _services = services.BuildServiceProvider();
        var engine = _services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return engine;
    }

    private sealed class SlowGuard(TaskCompletionSource asked, Task goOn) : IResponseGuard
    {
        public string Name => "slow";

        public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            await goOn;
            return null;
        }
    }

    private sealed class NoNames : IHostNameResolver
    {
        public ValueTask<IReadOnlyList<AddressPrefix>?> ResolveAsync(string hostName, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<AddressPrefix>?>(null);
    }
}
