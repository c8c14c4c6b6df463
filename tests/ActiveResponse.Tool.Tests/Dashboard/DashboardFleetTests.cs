using System.Net;
using System.Text.Json;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Dashboard;

/// <summary>The fleet as the dashboard shows it, on a real NATS server.</summary>
public sealed class DashboardFleetTests
{
    [Fact]
    public async Task Hosts_orders_and_a_halt_are_shown()
    {
        using var fleet = await FleetServer.StartAsync("001", "002");
        fleet.StartAgent("001");
        await fleet.AgentsAsync(1);
        using var block = await fleet.FleetAsync("block", "203.0.113.3", "--to", "all", "--for", "10m");
        using var agent = new Agent();
        await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(agent.Socket, fleet.AsIssuer);
        var cookie = await dashboard.CookieAsync();

        var shown = await ShownAsync(
            dashboard,
            cookie,
            static reply => reply.GetProperty("orders")[0].GetProperty("counts").TryGetProperty("done", out _)
        );

        (await dashboard.AskAsync(cookie, HttpMethod.Get, "summary")).GetProperty("fleet").GetBoolean().Should().BeTrue();
        var host = shown.GetProperty("hosts").EnumerateArray().Should().ContainSingle().Subject;
        (host.GetProperty("id").GetString(), host.GetProperty("online").GetBoolean(), host.GetProperty("state").GetString())
            .Should()
            .Be(("001", true, "active"));
        var order = shown.GetProperty("orders")[0];
        (order.GetProperty("target").GetString(), order.GetProperty("group").GetString()).Should().Be(("203.0.113.3", "all"));
        order.GetProperty("counts").GetProperty("done").GetInt32().Should().Be(1);
        shown.GetProperty("halted").GetBoolean().Should().BeFalse();

        using var halt = await fleet.FleetAsync("halt");
        await ShownAsync(dashboard, cookie, static reply => reply.GetProperty("halted").GetBoolean());
    }

    [Fact]
    public async Task An_agents_own_credentials_leave_the_fleet_out_and_the_agent_is_shown()
    {
        using var fleet = await FleetServer.StartAsync("001");
        using var agent = new Agent();
        await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(
            agent.Socket,
            "--fleet",
            fleet.AsIssuer[1],
            "--credentials",
            fleet.PathOf("fleet/agents/001.json")
        );
        var cookie = await dashboard.CookieAsync();

        (await dashboard.AskAsync(cookie, HttpMethod.Get, "summary")).GetProperty("fleet").GetBoolean().Should().BeFalse();
        using var answer = await dashboard.SendAsync(HttpMethod.Get, "api/fleet", null, ("Cookie", cookie.Split(';')[0]));
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        dashboard.Process.ErrorText.Should().Contain("is of the agent 001");
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_and_the_agent_is_shown()
    {
        using var fleet = await FleetServer.StartAsync("001");
        using var agent = new Agent();
        await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(
            agent.Socket,
            "--fleet",
            "tls://localhost:1",
            "--credentials",
            fleet.PathOf("fleet/issuer.json")
        );
        var cookie = await dashboard.CookieAsync();

        using var answer = await dashboard.SendAsync(HttpMethod.Get, "api/fleet", null, ("Cookie", cookie.Split(';')[0]));
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("No connection to the fleet: ");
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "effects")).GetProperty("total").GetInt32().Should().Be(1);
    }

    private static async Task<JsonElement> ShownAsync(RunningDashboard dashboard, string cookie, Func<JsonElement, bool> condition)
    {
        JsonElement? shown = null;
        await Until.TrueAsync(async () =>
        {
            using var answer = await dashboard.SendAsync(HttpMethod.Get, "api/fleet", null, ("Cookie", cookie.Split(';')[0]));
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return false;
            }

            shown = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            return condition(shown.Value);
        });
        return shown!.Value;
    }
}
