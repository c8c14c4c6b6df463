using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Dispatch;

/// <summary>Orders kept for agents that are away.</summary>
public sealed class FleetMailboxTests : IAsyncLifetime
{
    private readonly InProcessFleet _fleet = new() { KeepsForAway = true };
    private FleetHost _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _agent = await _fleet.AddAgentAsync("001", "web01");
        _fleet.TakeAway(_agent);
    }

    public async ValueTask DisposeAsync() => await _fleet.DisposeAsync();

    [Fact]
    public async Task An_agent_that_comes_back_gets_what_was_kept_and_the_block_ends_when_it_should_have()
    {
        var server = await ServerAsync(seconds: 600);
        await server.Engine.HandleAsync(Some.Alert() with { AgentId = "001" });
        await server.Engine.DrainAsync();
        _fleet.Kept.Should().Be(1);
        _fleet.Clock.Advance(TimeSpan.FromSeconds(500));
        await _fleet.BringBackAsync(_agent);
        await _fleet.DrainAsync();

        _agent.Blocked.Should().Equal("203.0.113.9");
        Told(server).Should().Equal("Sent 001: queued (it is away; kept until 2026-01-01T00:10:00Z)", "Sent 001: delivered (applied)");
        _fleet.Clock.Advance(TimeSpan.FromSeconds(100));
        await _fleet.DrainAsync();
        _agent.Blocked.Should().BeEmpty();
        _fleet.Kept.Should().Be(0);
    }

    [Fact]
    public async Task What_an_agent_was_away_for_until_its_end_is_dropped_with_a_report()
    {
        var server = await ServerAsync(seconds: 600);
        await server.Engine.HandleAsync(Some.Alert() with { AgentId = "001" });
        await server.Engine.DrainAsync();
        _fleet.Clock.Advance(TimeSpan.FromSeconds(600));
        await _fleet.BringBackAsync(_agent);
        await _fleet.DrainAsync();

        Told(server).Last().Should().Be("Dropped 001: expired (it was away until the block would have ended)");
        _agent.Blocked.Should().BeEmpty();
        _agent.Observer.Actions.Should().BeEmpty();
        _fleet.Kept.Should().Be(0);
    }

    [Fact]
    public async Task A_permanent_block_is_kept_until_the_agent_is_back()
    {
        var server = await ServerAsync(seconds: 0);
        await server.Engine.HandleAsync(Some.Alert() with { AgentId = "001" });
        await server.Engine.DrainAsync();
        _fleet.Clock.Advance(TimeSpan.FromHours(2));
        await _fleet.BringBackAsync(_agent);
        await _fleet.DrainAsync();
        _agent.Blocked.Should().Equal("203.0.113.9");
        (await _agent.Engine.ListAsync()).Should().ContainSingle().Which.Until.Should().BeNull();
    }

    [Fact]
    public async Task Only_the_agent_that_comes_back_gets_its_orders()
    {
        var other = await _fleet.AddAgentAsync("002", "mail01");
        _fleet.TakeAway(other);
        var server = await ServerAsync(seconds: 600, ResponseLocation.All);
        await server.Engine.HandleAsync(Some.Alert() with { AgentId = "001" });
        await server.Engine.DrainAsync();
        await _fleet.BringBackAsync(_agent);
        await _fleet.DrainAsync();
        _agent.Blocked.Should().HaveCount(1);
        other.Blocked.Should().BeEmpty();
        _fleet.Kept.Should().Be(1);
        server
            .Observer.Actions.Select(static action => action.Outcome)
            .Should()
            .Equal(ActionOutcome.Sent, ActionOutcome.Sent, ActionOutcome.Sent);
    }

    private static IEnumerable<string> Told(FleetHost host) =>
        host.Observer.Actions.Select(static action => $"{action.Outcome} {action.Detail}");

    private Task<FleetHost> ServerAsync(int seconds, ResponseLocation locations = ResponseLocation.Local)
    {
        var response = Some.Response(seconds: seconds, locations: locations);
        return _fleet.AddServerAsync(
            new ActiveResponseConfig
            {
                Dialect = ConfigDialect.Ossec,
                Commands = [response.Command],
                Responses = [response],
            }
        );
    }
}
