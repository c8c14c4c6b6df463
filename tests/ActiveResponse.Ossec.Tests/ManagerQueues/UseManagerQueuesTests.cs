using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Support;
using FluentAssertions.Specialized;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Ossec.Tests.ManagerQueues;

public sealed class UseManagerQueuesTests : IDisposable
{
    private const string OfAgent = "(web01) 10.0.0.5->/var/log/auth.log";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("arm-");
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _home.Delete(recursive: true);

    [LinuxFact]
    public async Task Local_server_all_and_defined_agent_reach_the_queue_that_is_theirs()
    {
        using var execd = Reader("execq");
        using var remoted = Reader("ar");
        await using var host = Host(
            Some.Response(locations: ResponseLocation.Local),
            Some.Response("srv", locations: ResponseLocation.Server),
            Some.Response("everywhere", 0, ResponseLocation.All),
            Some.Response("one", locations: ResponseLocation.DefinedAgent, agentId: "007")
        );
        var engine = host.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();

        await engine.HandleAsync(Some.Alert());
        await engine.HandleAsync(Some.Alert("198.51.100.7", "1754300000.2") with { Location = OfAgent, AgentName = "web01" });
        await engine.DrainAsync();
        await engine.StopAsync();

        string[] execq = [execd.Next(), execd.Next(), execd.Next()];
        execq
            .Should()
            .Equal(
                "firewall-drop600 - 203.0.113.9 1754300000.1 5712 /var/log/auth.log -\0",
                "srv600 - 203.0.113.9 1754300000.1 5712 /var/log/auth.log -\0",
                $"srv600 - 198.51.100.7 1754300000.2 5712 {OfAgent} -\0"
            );
        string[] ar = [remoted.Next(), remoted.Next(), remoted.Next(), remoted.Next(), remoted.Next()];
        ar[0].Should().StartWith("(local_source) /var/log/auth.log ANN (null) everywhere0 ");
        ar[1].Should().StartWith("(local_source) /var/log/auth.log NNS 007 one600 ");
        ar[2].Should().StartWith($"{OfAgent} NRN (null) firewall-drop600 - 198.51.100.7 ");
        ar[3].Should().StartWith($"{OfAgent} ANN (null) everywhere0 ");
        ar[4].Should().StartWith($"{OfAgent} NNS 007 one600 ");
        (execd.HasMessage || remoted.HasMessage).Should().BeFalse();
        _observer.Actions.Should().HaveCount(8).And.OnlyContain(static action => action.Outcome == ActionOutcome.Sent);
        _observer
            .Actions.First(static action => action.Order.Location == ResponseLocation.All)
            .Detail.Should()
            .Contain("remoted")
            .And.Contain("doesn't report");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.66")]
    [InlineData("-rf")]
    public async Task Guards_come_first(string address)
    {
        using var execd = Reader("execq");
        using var remoted = Reader("ar");
        await using var host = Host(
            Some.Response(locations: ResponseLocation.Local),
            Some.Response("everywhere", locations: ResponseLocation.All)
        );
        var engine = host.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.HandleAsync(Some.Alert(address));
        await engine.HandleAsync(Some.Alert(address) with { Location = OfAgent, AgentName = "web01" });
        await engine.DrainAsync();

        (execd.HasMessage || remoted.HasMessage).Should().BeFalse();
        _observer.Actions.Should().HaveCount(4).And.OnlyContain(static action => action.Outcome == ActionOutcome.Refused);
    }

    [LinuxFact]
    public async Task This_hosts_orders_can_stay_with_its_own_responders()
    {
        using var execd = Reader("execq");
        using var remoted = Reader("ar");
        var firewall = new RecordingResponder("firewall-drop");
        await using var host = Host(
            builder => builder.UseManagerQueues(Manager with { TakesOwnOrders = false }).AddResponder(_ => firewall),
            Some.Response(locations: ResponseLocation.Local)
        );
        var engine = host.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.HandleAsync(Some.Alert());
        await engine.HandleAsync(Some.Alert() with { Location = OfAgent, AgentName = "web01" });
        await engine.DrainAsync();

        execd.HasMessage.Should().BeFalse();
        remoted.Next().Should().StartWith(OfAgent);
        _observer.Actions.Select(static action => action.Outcome).Should().BeEquivalentTo([ActionOutcome.Applied, ActionOutcome.Sent]);
        await engine.StopAsync();
    }

    [LinuxFact]
    public async Task A_dry_run_sends_nothing()
    {
        using var execd = Reader("execq");
        using var remoted = Reader("ar");
        await using var host = Host(
            builder => builder.UseManagerQueues(Manager).ConfigureExecution(static options => options.DryRun = true),
            Some.Response(locations: ResponseLocation.Local),
            Some.Response("everywhere", locations: ResponseLocation.All)
        );
        var engine = host.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();

        (execd.HasMessage || remoted.HasMessage).Should().BeFalse();
        _observer.Actions.Should().HaveCount(2).And.OnlyContain(static action => action.Outcome == ActionOutcome.DryRun);
    }

    [LinuxFact]
    public async Task A_manager_that_is_not_there_is_a_failure_with_the_reason()
    {
        await using var host = Host(
            builder => builder.UseManagerQueues(Manager with { WaitAtMost = TimeSpan.Zero }),
            Some.Response(locations: ResponseLocation.Local)
        );
        var engine = host.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.HandleAsync(Some.Alert());
        await engine.DrainAsync();
        var action = _observer.Actions.Should().ContainSingle().Which;
        action.Outcome.Should().Be(ActionOutcome.Failed);
        action.Detail.Should().Contain("execq' doesn't exist").And.Contain("ossec-execd");
    }

    [Fact]
    public async Task What_this_host_has_no_responder_for_is_no_binding_problem_and_by_hand_it_is_refused()
    {
        await using var host = Host(Some.Response("anything", locations: ResponseLocation.Server));
        var engine = host.GetRequiredService<ActiveResponseEngine>();
        engine.Host.Role.Should().Be(HostRole.Server);
        engine.BindingProblems.Should().BeEmpty();
        await engine.StartAsync();
        var action = await engine.ApplyPermanentlyAsync("anything", Some.Address("203.0.113.9"));
        action.Outcome.Should().Be(ActionOutcome.Refused);
        action.Detail.Should().Contain("execd");
        await engine.StopAsync();
    }

    [Fact]
    public void Options_out_of_range_fail_the_start()
    {
        Refused(Manager with { WaitAtMost = TimeSpan.FromHours(1) }).WithMessage("*WaitAtMost must be 0 to 1 minute but is 1 hour");
        Refused(Manager with { Home = "/" + new string('a', 100) }).WithMessage("*too long*");
        Refused(Manager with { Home = "" }).WithMessage("*Home*");
    }

    private ExceptionAssertions<OptionsValidationException> Refused(ManagerQueueOptions options)
    {
        using var host = Host(builder => builder.UseManagerQueues(options));
        return host.Invoking(static services => services.GetRequiredService<ActiveResponseEngine>())
            .Should()
            .Throw<OptionsValidationException>();
    }

    private ManagerQueueOptions Manager => new() { Home = _home.FullName };

    private QueueReader Reader(string queue) => new(Path.Combine(_home.FullName, "queue", "alerts", queue));

    private ServiceProvider Host(params ResponseDefinition[] responses) => Host(builder => builder.UseManagerQueues(Manager), responses);

    private ServiceProvider Host(Action<ActiveResponseBuilder> configure, params ResponseDefinition[] responses)
    {
        var services = new ServiceCollection();
        var allowed = new AllowList([new AllowListEntry { Text = "192.0.2.66", Network = Some.Prefix("192.0.2.66") }]);
        configure(
            services
                .AddActiveResponse()
                .AddObserver(_ => _observer)
                .UseConfig(
                    new ActiveResponseConfig
                    {
                        Dialect = ConfigDialect.Ossec,
                        Responses = [.. responses],
                        AllowList = allowed,
                    }
                )
        );
        return services.BuildServiceProvider();
    }
}
