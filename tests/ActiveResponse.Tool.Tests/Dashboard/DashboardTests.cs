using System.Net;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Dashboard;

public sealed class DashboardTests
{
    private const string Block = """{"targets":["198.51.100.7"],"seconds":600,"reason":"scans us"}""";

    [Fact]
    public async Task Shows_and_changes_what_the_agent_has_after_a_sign_in_by_link()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(agent.Socket);
        var cookie = await dashboard.CookieAsync();

        var before = await dashboard.AskAsync(cookie, HttpMethod.Get, "effects");
        var blocked = await dashboard.AskAsync(cookie, HttpMethod.Post, "block", Block);
        var denied = agent.Denied;
        var id = blocked.GetProperty("results")[0].GetProperty("id").GetString();
        var extended = await dashboard.AskAsync(cookie, HttpMethod.Post, $"effects/{id}/extend", """{"seconds":3600}""");
        var lifted = await dashboard.AskAsync(cookie, HttpMethod.Post, $"effects/{id}/lift", "{}");

        before.GetProperty("items")[0].GetProperty("target").GetString().Should().Be(Agent.Attacker);
        before.GetProperty("items")[0].GetProperty("ruleId").GetInt32().Should().BePositive();
        denied.Should().Contain("198.51.100.7");
        extended.GetProperty("results")[0].GetProperty("outcome").GetString().Should().Be("extended");
        lifted.GetProperty("results")[0].GetProperty("outcome").GetString().Should().Be("lifted");
        agent.Denied.Should().NotContain("198.51.100.7");
        using var history = await agent.AskAsync("history", "198.51.100.7", "--json");
        history.OutputText.Should().Contain("scans us").And.Contain($"\"by\":\"{Environment.UserName}\"");
    }

    [Fact]
    public async Task Every_question_of_the_page_is_answered()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(agent.Socket);
        var cookie = await dashboard.CookieAsync();

        (await dashboard.AskAsync(cookie, HttpMethod.Get, "summary")).GetProperty("counts").GetProperty("active").GetInt32().Should().Be(1);
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "health")).GetProperty("findings").GetArrayLength().Should().BePositive();
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "config/problems"))
            .GetProperty("file")
            .GetString()
            .Should()
            .EndWith("ossec.conf");
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "sources"))[0].GetProperty("alerts").GetInt32().Should().Be(1);
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "history")).GetProperty("items").GetArrayLength().Should().Be(1);
        var alert = System.Text.Json.JsonEncodedText.Encode(Inputs.Alert("203.0.113.10", 7));
        (await dashboard.AskAsync(cookie, HttpMethod.Post, "explain", $$"""{"alert":"{{alert}}"}"""))
            .GetProperty("responses")[0]
            .GetProperty("fires")
            .GetBoolean()
            .Should()
            .BeTrue();
        await dashboard.AskAsync(cookie, HttpMethod.Post, "allow", """{"entries":["admin.example.net"],"reason":"ours"}""");
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "allow"))[0].GetProperty("entry").GetString().Should().Be("admin.example.net");
        await dashboard.AskAsync(cookie, HttpMethod.Delete, "allow/admin.example.net");
        (await File.ReadAllTextAsync(agent.State + ".allow")).Should().NotContain("admin");
    }

    [Fact]
    public async Task An_event_of_the_agent_arrives_and_a_restart_of_the_agent_is_told()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(agent.Socket);
        var cookie = await dashboard.CookieAsync();
        using var response = await dashboard.SendAsync(HttpMethod.Get, "api/events", null, ("Cookie", cookie.Split(';')[0]));
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        await LineAsync(events, "connected");

        await dashboard.AskAsync(cookie, HttpMethod.Post, "block", Block);
        await LineAsync(events, "198.51.100.7");
        run.Terminate();
        await run.ExitAsync();
        await LineAsync(events, "event: lost");
        using var unavailable = await dashboard.SendAsync(HttpMethod.Get, "api/effects", null, ("Cookie", cookie.Split(';')[0]));
        unavailable.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await unavailable.Content.ReadAsStringAsync()).Should().Contain("No agent is running");

        await agent.StartAsync();
        await LineAsync(events, "event: lost");
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "effects")).GetProperty("total").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task Read_only_changes_nothing()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(agent.Socket, "--read-only");
        var cookie = await dashboard.CookieAsync();

        using var response = await dashboard.SendAsync(
            HttpMethod.Post,
            "api/block",
            Block,
            ("Cookie", cookie.Split(';')[0]),
            ("X-Active-Response", "1")
        );

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        agent.Denied.Should().NotContain("198.51.100.7");
        (await dashboard.AskAsync(cookie, HttpMethod.Get, "summary")).GetProperty("mayChange").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task It_ends_at_once_when_it_is_asked_to_even_while_events_are_read()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var dashboard = await RunningDashboard.StartAsync(agent.Socket);
        var cookie = await dashboard.CookieAsync();
        using var response = await dashboard.SendAsync(HttpMethod.Get, "api/events", null, ("Cookie", cookie.Split(';')[0]));

        dashboard.Process.Terminate();

        (await dashboard.Process.ExitAsync().WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(0);
    }

    private static async Task LineAsync(StreamReader events, string text)
    {
        while (await events.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new EndOfStreamException(text);
    }
}
