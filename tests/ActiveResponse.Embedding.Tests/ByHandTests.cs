using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Embedding.Tests;

/// <summary>An engine that is put together without a container.</summary>
public sealed class ByHandTests
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryFirewall _firewall = new();
    private readonly RecordingObserver _observer = new();

    private ActiveResponseParts Parts =>
        new()
        {
            Config = Sample.Config,
            Responders = [new(StockResponders.Firewall(_firewall), StockNames.AddressBlocking)],
            Observers = [_observer],
            Time = _clock,
        };

    [Fact]
    public async Task Blocks_and_takes_the_block_back_in_time()
    {
        await using var engine = ActiveResponseEngine.Create(Parts);
        await engine.StartAsync();

        await engine.HandleAsync(Sample.Alert());
        await engine.DrainAsync();
        _firewall.Entries.Keys.Should().ContainSingle().Which.ToString().Should().Be("203.0.113.9");

        _clock.Advance(TimeSpan.FromMinutes(10));
        await engine.DrainAsync();
        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Takes_timed_blocks_back_when_it_is_disposed_of()
    {
        await using (var engine = ActiveResponseEngine.Create(Parts))
        {
            await engine.StartAsync();
            await engine.ApplyAsync("firewall-drop", Sample.Address("203.0.113.9"), TimeSpan.FromHours(1));
            await engine.ApplyPermanentlyAsync("firewall-drop", Sample.Address("203.0.113.10"));
            _firewall.Entries.Should().HaveCount(2);
        }

        _firewall.Entries.Keys.Select(static entry => entry.ToString()).Should().Equal("203.0.113.10");
    }

    [Fact]
    public async Task Takes_in_a_stream_of_alerts()
    {
        await using var engine = ActiveResponseEngine.Create(Parts);
        await engine.StartAsync();
        using var stream = new MemoryStream(
            (
                """{"timestamp":"2026-08-01T03:17:27.000+0000","rule":{"level":10,"description":"x","id":"5712","groups":"""u8
                + """["syslog","sshd"]},"id":"1.1","data":{"srcip":"203.0.113.9"},"location":"/var/log/auth.log"}"""u8
            ).ToArray()
        );

        await engine.Intake.RunAsync(new AlertStreamReader(stream), "stream");
        await engine.DrainAsync();

        _firewall.Entries.Should().HaveCount(1);
    }

    [Fact]
    public async Task Every_part_can_be_a_wrapper_of_its_default()
    {
        var seen = new Seen();
        await using var engine = ActiveResponseEngine.Create(
            Parts with
            {
                Host = new HostIdentity { Role = HostRole.Server },
                RuleMatcher = config => new WrappedMatcher(new RuleMatcher(config), seen),
                Store = new WrappedStore(new InMemoryResponseStore(), seen),
                TimeoutScheduler = new WrappedScheduler(new TimeoutScheduler(_clock), seen),
                Dispatcher = new WrappedDispatcher(new NoTransportDispatcher(), seen),
                WrapGuard = guard => new WrappedGuard(guard, seen),
            }
        );
        await engine.StartAsync();

        await engine.HandleAsync(Sample.Alert());
        await engine.DrainAsync();
        await engine.ReloadAsync(
            Sample.Config with
            {
                Responses = [Sample.Config.Responses[0] with { Locations = ResponseLocation.DefinedAgent, AgentId = "007" }],
            }
        );
        await engine.HandleAsync(Sample.Alert(id: "1754300000.2"));
        await engine.DrainAsync();

        seen.Parts.Should()
            .BeEquivalentTo([
                "matcher",
                "store",
                "scheduler",
                "dispatcher",
                "protected-address",
                "allow-list",
                "own-address",
                "gateway",
                "resolver",
                "dhcp-server",
                "ssh-peer",
                "manager",
            ]);
    }

    [Fact]
    public async Task A_default_runner_can_be_wrapped_and_runs_scripts()
    {
        var folder = Directory.CreateTempSubdirectory("by-hand-");
        try
        {
            var ran = Path.Combine(folder.FullName, "ran");
            var script = Path.Combine(folder.FullName, "firewall-drop");
            await File.WriteAllTextAsync(script, $"#!/bin/sh\necho \"$1 $3\" >> {ran}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var seen = new Seen();
            foreach (var runner in new[] { CommandRunner.WithCliWrap(TimeProvider.System), CommandRunner.Native(TimeProvider.System) })
            {
                await using var engine = ActiveResponseEngine.Create(
                    new ActiveResponseParts
                    {
                        Config = Sample.Config with { Dialect = ConfigDialect.Ossec },
                        Scripts = ScriptSource.Folder(new ScriptOptions { Folder = folder.FullName }, new WrappedRunner(runner, seen)),
                    }
                );
                await engine.StartAsync();
                await engine.HandleAsync(Sample.Alert());
                await engine.DrainAsync();
            }

            (await File.ReadAllLinesAsync(ran))
                .Should()
                .Equal("add 203.0.113.9", "delete 203.0.113.9", "add 203.0.113.9", "delete 203.0.113.9");
            seen.Parts.Should().Equal("runner");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_guard_of_the_host_refuses()
    {
        await using var engine = ActiveResponseEngine.Create(Parts with { Guards = [new Night()] });
        await engine.StartAsync();

        var plan = await engine.HandleAsync(Sample.Alert());

        plan.Responses[0].Orders[0].Refusal.Should().Be(new OrderRefusal("night", "not at night"));
    }

    [Fact]
    public async Task The_built_in_guards_can_be_made_one_by_one()
    {
        var order = (await PlanOf("198.51.100.7")).Order;
        using var allowed = (IDisposable)
            ResponseGuards.AllowedAddresses(
                new AllowList([new AllowListEntry { Text = "198.51.100.0/24", Network = Sample.Address("198.51.100.0/24").Address }])
            );
        using var managers = (IDisposable)ResponseGuards.Managers(["198.51.100.7"]);
        var all = ResponseGuards.InTurn("mine", ResponseGuards.ProtectedAddresses(), (IResponseGuard)managers, (IResponseGuard)allowed);

        (await ((IResponseGuard)allowed).CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None))!.By.Should().Be("allow-list");
        (await ((IResponseGuard)managers).CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None))!.By.Should().Be("manager");
        (await all.CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None))!.By.Should().Be("manager");
        (await ResponseGuards.ProtectedAddresses().CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public void Refuses_options_that_are_out_of_range_and_names_that_are_taken()
    {
        FluentActions
            .Invoking(() => ActiveResponseEngine.Create(Parts with { Execution = new ExecutionOptions { QueueCapacity = 0 } }))
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*QueueCapacity*");
        FluentActions
            .Invoking(() =>
                ActiveResponseEngine.Create(
                    Parts with
                    {
                        Responders = [new(new RecordingResponder("a")), new(new RecordingResponder("a"))],
                    }
                )
            )
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*'a'*");
    }

    [Fact]
    public async Task Every_built_in_backend_can_be_made_and_wrapped()
    {
        var runner = new FakeCommandRunner();
        IFirewallBackend[] all =
        [
            FirewallBackends.Nftables(runner),
            FirewallBackends.Iptables(runner),
            FirewallBackends.Ipset(runner),
            FirewallBackends.Firewalld(runner),
            FirewallBackends.FirewalldIpset(runner),
            FirewallBackends.NullRoute(runner),
            FirewallBackends.Pf(runner),
            FirewallBackends.Ipfw(runner),
            FirewallBackends.Ipfilter(runner),
            FirewallBackends.Npf(runner),
            FirewallBackends.Netsh(runner),
            FirewallBackends.AixIpsec(runner),
        ];

        await using var engine = ActiveResponseEngine.Create(
            Parts with
            {
                Responders =
                [
                    .. all.Select(static backend => new ResponderRegistration(StockResponders.Firewall(backend))),
                    new(
                        StockResponders.Firewall(FirewallBackends.HostsDeny(new HostsDenyOptions { File = "/nowhere/hosts.deny" }, _clock)),
                        StockNames.HostDenying
                    ),
                    new(
                        StockResponders.FirewallDrop(runner, new FirewallDropOptions { Use = ["memory-firewall"] }, [_firewall], _clock),
                        ["firewall-drop"]
                    ),
                    new(StockResponders.DisableAccount(runner), StockNames.AccountDisabling),
                ],
            }
        );

        engine.BindingProblems.Should().BeEmpty();
    }

    private async Task<PlannedOrder> PlanOf(string address)
    {
        await using var engine = ActiveResponseEngine.Create(Parts);
        return (await engine.ExplainAsync(Sample.Alert(address))).Responses[0].Orders[0];
    }

    private sealed class Night : IResponseGuard
    {
        public string Name => "night";

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            ValueTask.FromResult<OrderRefusal?>(new OrderRefusal(Name, "not at night"));
    }
}
