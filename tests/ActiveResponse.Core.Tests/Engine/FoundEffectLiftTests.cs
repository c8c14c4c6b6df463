using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>Lifts of what a crash has left in the firewall and not on record, so that nobody knows since when it was wanted.</summary>
public sealed class FoundEffectLiftTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly InMemoryFirewall _firewall = new("fw");
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_lift_that_was_ordered_while_the_host_was_down_takes_it_back()
    {
        await using var services = await AfterCrashAsync();
        var (engine, intake) = await StartAsync(services);
        var issued = _clock.GetUtcNow().AddMinutes(-1);
        (await engine.ListAsync()).Should().ContainSingle("it was found").Which.Since.Should().BeAfter(issued);

        await intake.Begin("2").LiftAsync(Order(Timeout), issued);

        _firewall.Entries.Should().BeEmpty();
        (await engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_lift_of_what_has_no_end_takes_it_back()
    {
        await using var services = await AfterCrashAsync();
        var (_, intake) = await StartAsync(services);

        await intake.Begin("2").LiftAsync(Order(TimeSpan.Zero), _clock.GetUtcNow().AddMinutes(-1));

        _firewall.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_lift_of_what_would_have_ended_earlier_is_older_and_leaves_it()
    {
        await using var services = await AfterCrashAsync();
        var (_, intake) = await StartAsync(services);

        await intake.Begin("2").LiftAsync(Order(Timeout - TimeSpan.FromSeconds(6)), _clock.GetUtcNow().AddMinutes(-1));

        _firewall.Entries.Should().ContainSingle();
    }

    [Fact]
    public async Task Once_its_order_has_come_again_a_lift_since_that_order_takes_it_back()
    {
        await using var services = await AfterCrashAsync();
        var (engine, intake) = await StartAsync(services);
        var issued = _clock.GetUtcNow().AddMinutes(-1);
        await intake.Begin("1").ApplyAsync(Order(Timeout), issued, _clock.GetUtcNow() + Timeout);
        (await engine.ListAsync()).Should().ContainSingle().Which.Since.Should().Be(issued);

        await intake.Begin("2").LiftAsync(Order(Timeout), issued.AddSeconds(1));

        _firewall.Entries.Should().BeEmpty();
    }

    /// <summary>A host that has applied an order and was killed before it was on record.</summary>
    private async Task<ServiceProvider> AfterCrashAsync()
    {
        await using (var services = Services())
        {
            var (engine, intake) = await StartAsync(services);
            await intake.Begin("1").ApplyAsync(Order(Timeout), _clock.GetUtcNow(), _clock.GetUtcNow() + Timeout);
            await engine.DrainAsync();
        }

        _firewall.Entries.Should().ContainSingle("a durable store leaves it in place");
        return Services();
    }

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services
            .AddActiveResponse()
            .UseHost(new HostIdentity { Role = HostRole.Agent, AgentId = "001" })
            .UseStore(static _ => new DurableStore())
            .AddFirewall(_ => _firewall);
        return services.BuildServiceProvider();
    }

    private static ResponseOrder Order(TimeSpan timeout) =>
        Some.Order("fw", "203.0.113.9") with
        {
            Command = Some.Command("fw"),
            Location = ResponseLocation.All,
            Timeout = timeout,
            Origin = new ResponseOrigin { AlertId = "1" },
        };

    private static async Task<(ActiveResponseEngine Engine, OrderIntake Intake)> StartAsync(ServiceProvider services)
    {
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        return (engine, engine.OrdersFrom("bus/all"));
    }
}
