using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Guards;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Engine;

/// <summary>The rails as the engine keeps them.</summary>
public sealed class SafetyRailTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("active-response-test-").FullName;
    private readonly ManualClock _clock = new();
    private readonly RecordingResponder _responder = new("firewall-drop");
    private readonly RecordingObserver _observer = new();
    private readonly FakeResolver _resolver = new();
    private readonly LogLines _log = new();
    private ServiceProvider? _services;

    private string KillSwitch => Path.Combine(_folder, "stop");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_kill_switch_stops_new_blocks_and_extensions_and_what_is_in_place_ends_in_its_time()
    {
        var engine = await StartAsync(
            Config(Some.Response(seconds: 600)),
            builder => builder.ConfigureGuards(options => options.KillSwitchFile = KillSwitch)
        );
        await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();
        await engine.HandleAsync(Some.Alert("203.0.113.10", id: "2"));
        await engine.DrainAsync();

        File.WriteAllText(KillSwitch, "");
        _clock.Advance(TimeSpan.FromSeconds(300));
        (await engine.HandleAsync(Some.Alert("203.0.113.11", id: "3"))).Responses[0].Orders[0].Refusal!.By.Should().Be("kill-switch");
        (await engine.HandleAsync(Some.Alert(id: "4"))).Responses[0].Orders[0].Refusal!.By.Should().Be("kill-switch");
        (await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.12"))).Outcome.Should().Be(ActionOutcome.Refused);
        (await engine.LiftAsync(Some.Address("203.0.113.10")))
            .Should()
            .ContainSingle()
            .Which.Outcome.Should()
            .Be(ActionOutcome.Lifted, "lifting by hand is never refused");
        (await engine.ListAsync()).Should().ContainSingle("the switch lifts nothing");
        _clock.Advance(TimeSpan.FromSeconds(300));
        await engine.DrainAsync();
        _responder.Calls.Should().Equal("add 203.0.113.9", "add 203.0.113.10", "delete 203.0.113.10", "delete 203.0.113.9");

        File.Delete(KillSwitch);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.12"))).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_kill_switch_where_others_could_make_it_stops_the_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes are Unix's");
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_000_111);
        var starting = FluentActions.Awaiting(() =>
            StartAsync(Config(), builder => builder.ConfigureGuards(options => options.KillSwitchFile = KillSwitch))
        );
        (await starting.Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should()
            .Contain(KillSwitch)
            .And.Contain("chmod go-w");
    }

    [Fact]
    public async Task A_budget_refuses_new_sources_and_never_a_repeat_offender()
    {
        var engine = await StartAsync(
            Config(Some.Response(seconds: 30)),
            static builder => builder.ConfigureGuards(static options => options.Budgets["firewall-drop30"] = 1)
        );
        await engine.HandleAsync(Some.Alert("203.0.113.1", id: "1"));
        await engine.DrainAsync();
        _clock.Advance(TimeSpan.FromSeconds(61));
        await engine.DrainAsync();
        await engine.HandleAsync(Some.Alert("203.0.113.2", id: "2"));
        await engine.DrainAsync();

        var explained = await engine.ExplainAsync(Some.Alert("203.0.113.3", id: "3"));
        explained.Responses[0].Orders[0].Refusal.Should().BeNull("what is only explained uses up nothing and isn't new");
        (await engine.HandleAsync(Some.Alert("203.0.113.3", id: "3"))).Responses[0].Orders[0].Refusal!.By.Should().Be("budget");
        (await engine.HandleAsync(Some.Alert("203.0.113.2", id: "4")))
            .Responses[0]
            .Orders[0]
            .Refusal.Should()
            .BeNull("its block is extended");
        (await engine.HandleAsync(Some.Alert("203.0.113.1", id: "5")))
            .Responses[0]
            .Orders[0]
            .Refusal.Should()
            .BeNull("it has offended before");
        await engine.DrainAsync();
        _responder.Calls.Should().Equal("add 203.0.113.1", "delete 203.0.113.1", "add 203.0.113.2", "add 203.0.113.1");
        _observer
            .Actions.Should()
            .ContainSingle(static action => action.Outcome == ActionOutcome.Refused)
            .Which.Detail.Should()
            .StartWith("budget: ");
        _log.Of(205).Should().Be(1);
    }

    [Fact]
    public async Task Names_that_resolve_later_lift_what_they_cover()
    {
        var engine = await StartAsync(Config() with { AllowList = Name("admin.example.net") });
        await engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.1"), TimeSpan.FromHours(5));
        await engine.ApplyAsync("firewall-drop", Some.Address("203.0.113.2"), TimeSpan.FromHours(5));
        _resolver.Answer = ["203.0.113.1"];
        await UntilLiftedAsync("203.0.113.1");
        (await engine.ListAsync()).Should().ContainSingle().Which.Key.Subject.Should().Be(Some.Address("203.0.113.2"));

        _resolver.Answer = ["203.0.113.2"];
        await UntilLiftedAsync("203.0.113.2");
        (await engine.ListAsync()).Should().BeEmpty();
        _observer.Actions.Count(static action => action.Detail == "the allow list covers it now").Should().Be(2);
    }

    [Fact]
    public async Task A_name_added_on_reload_is_resolved_behind_the_scenes_and_lifts()
    {
        var engine = await StartAsync(Config());
        await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.1"));
        _resolver.Answer = ["203.0.113.1"];
        await engine.ReloadAsync(Config() with { AllowList = Name("admin.example.net") });
        await UntilLiftedAsync("203.0.113.1");
    }

    [Fact]
    public async Task What_an_earlier_run_blocked_and_the_list_covers_now_is_lifted_at_the_start()
    {
        var store = new InMemoryResponseStore();
        var effect = new EffectRecord
        {
            Order = Some.Order("firewall-drop", "203.0.113.1"),
            State = EffectState.Applied,
            Since = _clock.GetUtcNow(),
            Holders =
            [
                new EffectHolder("firewall-drop600", _clock.GetUtcNow().AddHours(1), 1, ActiveResponse.Planning.ResponseOrigin.Manual),
            ],
        };
        await store.CommitAsync(new StoreCommit { Effects = [effect] }, CancellationToken.None);
        var list = new AllowList([new AllowListEntry { Text = "203.0.113.1", Network = Some.Prefix("203.0.113.1") }]);
        await StartAsync(Config() with { AllowList = list }, builder => builder.UseStore(_ => store));
        await Until.TrueAsync(() => _responder.Calls.Contains("delete 203.0.113.1"));
    }

    [Fact]
    public async Task The_manager_of_the_configuration_and_the_gateway_are_refused_with_the_rule()
    {
        var engine = await StartAsync(Config(Some.Response()) with { Managers = ["198.51.100.7"] });
        (await engine.HandleAsync(Some.Alert("198.51.100.7", id: "1"))).Responses[0].Orders[0].Refusal!.By.Should().Be("manager");
        (await engine.HandleAsync(Some.Alert("198.51.100.1", id: "2"))).Responses[0].Orders[0].Refusal!.By.Should().Be("gateway");
        (await engine.ApplyPermanentlyAsync("firewall-drop", Some.Address("198.51.100.0/24")))
            .Detail.Should()
            .Be(
                "gateway: 198.51.100.0/24 holds 198.51.100.1, and 198.51.100.1 is a default gateway of this host (to allow "
                    + "it: ProtectGateways = false)"
            );
        await engine.DrainAsync();
        _responder.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_are_one_block_where_that_is_set_and_others_stay_as_they_are()
    {
        var firewall = new InMemoryFirewall("fw");
        var response = Some.Response(seconds: 600);
        response = response with { Command = response.Command with { Executable = "fw" } };
        var engine = await StartAsync(
            Config(response) with
            {
                AllowList = new([new AllowListEntry { Text = "2001:db8:0:2::7", Network = Some.Prefix("2001:db8:0:2::7") }]),
            },
            builder => builder.AddFirewall(_ => firewall).ConfigureExecution(static options => options.FoldIPv6To = 64)
        );
        var plan = await engine.HandleAsync(Some.Alert("2001:db8:0:1::1", id: "1"));
        plan.Responses[0].Orders[0].Order.Subject.ToString().Should().Be("2001:db8:0:1::/64");
        await engine.HandleAsync(Some.Alert("2001:db8:0:1::2", id: "2"));
        await engine.HandleAsync(Some.Alert("203.0.113.9", id: "3"));
        await engine.HandleAsync(Some.Alert("2001:db8:0:2::1", id: "4"));
        await engine.HandleAsync(Some.Alert("64:ff9b::cb00:7109", id: "6"));
        (await engine.ExplainAsync(Some.Alert("2001:db8:0:3::1", id: "5")))
            .Responses[0]
            .Orders[0]
            .Order.Subject.ToString()
            .Should()
            .Be("2001:db8:0:3::/64");
        await engine.ApplyPermanentlyAsync("fw", Some.Address("2001:db8:0:4::1"));
        await engine.DrainAsync();

        firewall
            .Entries.Keys.Select(static prefix => prefix.ToString())
            .Should()
            .BeEquivalentTo(
                ["2001:db8:0:1::/64", "203.0.113.9", "2001:db8:0:2::1", "64:ff9b::cb00:7109", "2001:db8:0:4::1"],
                "what must not be blocked keeps its network out, a translator stands for others, and who orders by hand means what he says"
            );
        (await engine.ListAsync()).Should().HaveCount(5);
    }

    [Fact]
    public async Task Each_IPv6_address_is_a_block_of_its_own_unless_set_otherwise_and_scripts_and_plug_ins_are_told_the_address()
    {
        var engine = await StartAsync(
            Config(Some.Response(seconds: 600)),
            builder => builder.ConfigureExecution(static options => options.FoldIPv6To = 64)
        );
        await engine.HandleAsync(Some.Alert("2001:db8:0:1::1", id: "1"));
        await engine.DrainAsync();
        _responder.Calls.Should().Equal("add 2001:db8:0:1::1");
        new ActiveResponse.Execution.ExecutionOptions().FoldIPv6To.Should().Be(128);
    }

    private static AllowList Name(string name) => new([new AllowListEntry { Text = name, HostName = name }]);

    private static ActiveResponseConfig Config(params ResponseDefinition[] responses) =>
        new() { Dialect = ConfigDialect.Ossec, Responses = [.. responses] };

    private async Task UntilLiftedAsync(string address) =>
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return _observer.Actions.Any(action => action.Outcome == ActionOutcome.Lifted && action.Order.Subject == Some.Address(address));
        });

    private async Task<ActiveResponseEngine> StartAsync(ActiveResponseConfig config, Action<ActiveResponseBuilder>? compose = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostNameResolver>(_resolver);
        services.AddSingleton<IHostNetworkReader>(new Network());
        services.AddLogging(logging => logging.AddProvider(_log));
        var builder = services.AddActiveResponse().UseConfig(config).AddResponder(_ => _responder).AddObserver(_ => _observer);
        compose?.Invoke(builder);
        _services = services.BuildServiceProvider();
        var engine = _services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return engine;
    }

    private sealed class Network : IHostNetworkReader
    {
        public HostNetwork Read(HostNetwork previous) => new() { Gateways = new AddressSet([Some.Prefix("198.51.100.1")]) };
    }
}
