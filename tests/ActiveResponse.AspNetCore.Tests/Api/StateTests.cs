using System.Net;
using System.Text.Json;
using ActiveResponse.AspNetCore.Tests.Support;

namespace ActiveResponse.AspNetCore.Tests.Api;

public sealed class StateTests
{
    private const string Alert = """
        {
          "timestamp": "2026-08-01T03:13:23.404+0000",
          "rule": { "level": 10, "id": "5712", "groups": ["sshd"] },
          "agent": { "id": "000" },
          "id": "1785554003.334",
          "data": { "srcip": "ATTACKER" }
        }
        """;

    [Fact]
    public async Task The_history_comes_in_pages_also_where_many_actions_have_one_time()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync(Enumerable.Range(1, 50).Select(static i => $"203.0.113.{i}"));

        var (items, after) = (new List<string>(), "");
        do
        {
            var page = await host.GetAsync($"history?limit=7{after}");
            items.AddRange(page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("target").GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        } while (after is not null);

        items.Should().HaveCount(50).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("since=yesterday")]
    [InlineData("after=1-2-3")]
    [InlineData("after=9999999999999999999-1")]
    [InlineData("after=1-999999999")]
    [InlineData("limit=x")]
    [InlineData("target=1.2.3")]
    public async Task A_wrong_parameter_of_the_history_gets_an_answer(string query)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, $"history?{query}")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_summary_has_what_was_refused_although_no_effect_came_of_it()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9");
        await host.PostAsync("block", """{"targets":["127.0.0.1"],"seconds":60,"reason":"a slip"}""");

        var summary = await host.GetAsync("summary");

        var refusal = summary.GetProperty("refusals").EnumerateArray().Should().ContainSingle().Subject;
        refusal.GetProperty("target").GetString().Should().Be("127.0.0.1");
        refusal.GetProperty("outcome").GetString().Should().Be("refused");
        refusal.GetProperty("detail").GetString().Should().Contain("127.0.0.1");
        refusal.GetProperty("reason").GetString().Should().Be("a slip");
        summary.GetProperty("outcomes").ToString().Should().Contain("""{"outcome":"refused","count":1}""");
        summary.GetProperty("overTime").EnumerateArray().Sum(static hour => hour.GetProperty("refused").GetInt32()).Should().Be(1);
    }

    [Fact]
    public async Task The_summary_counts_what_is_in_place_and_what_happened()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9", "203.0.113.10", "198.51.100.1", "192.0.2.200");
        await host.PostAsync("lift", """{"targets":["198.51.100.1"]}""");

        var summary = await host.GetAsync("summary");

        summary.GetProperty("counts").GetProperty("active").GetInt32().Should().Be(2);
        summary.GetProperty("byNetwork").ToString().Should().Be("""[{"network":"203.0.113.0/24","count":2}]""");
        summary.GetProperty("byResponder").ToString().Should().Be("""[{"name":"in-app","count":2}]""");
        summary.GetProperty("overTime").GetArrayLength().Should().Be(24);
        summary.GetProperty("overTime")[23].GetProperty("applied").GetInt32().Should().Be(3);
        summary.GetProperty("overTime")[23].GetProperty("reverted").GetInt32().Should().Be(1);
        summary.GetProperty("outcomes").ToString().Should().Contain("""{"outcome":"applied","count":3}""");
        summary.GetProperty("version").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task An_alert_as_a_person_pastes_it_is_explained_and_does_nothing()
    {
        await using var host = await ApiHost.StartAsync();

        var (status, reply) = await ExplainAsync(host, Alert.Replace("ATTACKER", "203.0.113.9", StringComparison.Ordinal));
        var (_, refused) = await ExplainAsync(host, Alert.Replace("ATTACKER", "192.0.2.200", StringComparison.Ordinal));

        status.Should().Be(HttpStatusCode.OK);
        var response = reply.GetProperty("responses")[0];
        response.GetProperty("fires").GetBoolean().Should().BeTrue();
        response.GetProperty("why").GetString().Should().NotBeEmpty();
        response.GetProperty("orders")[0].GetProperty("target").GetString().Should().Be("203.0.113.9");
        response.GetProperty("orders")[0].GetProperty("seconds").GetInt64().Should().Be(600);
        response.GetProperty("orders")[0].GetProperty("refused").ValueKind.Should().Be(JsonValueKind.Null);
        refused.GetProperty("responses")[0].GetProperty("orders")[0].GetProperty("refused").GetString().Should().Contain("allow-list");
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\n}")]
    [InlineData("[1,2]")]
    public async Task What_is_no_alert_gets_an_answer_that_says_so(string text)
    {
        await using var host = await ApiHost.StartAsync();

        var (status, problem) = await ExplainAsync(host, text);

        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("remedy").GetString().Should().Contain("alerts.json");
    }

    [Fact]
    public async Task Health_and_problems_say_what_is_wrong()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetAsync("health")).GetProperty("status").GetString().Should().Be("healthy");
        (await host.GetAsync("config/problems")).GetProperty("problems").GetArrayLength().Should().Be(0);
        (await host.GetAsync("sources")).GetArrayLength().Should().Be(0);

        var config = host.Engine.Config;
        var response = config.Responses[0];
        var unknown = response with { Name = "unknown600", Command = response.Command with { Executable = "nothing-has-this-name" } };
        await host.Engine.ReloadAsync(config with { Responses = [unknown] });
        host.Clock.Advance(TimeSpan.FromSeconds(6));

        (await host.GetAsync("health")).GetProperty("status").GetString().Should().Be("degraded");
        (await host.GetAsync("config/problems")).ToString().Should().Contain("nothing-has-this-name");
        using var client = host.Admin();
        (await client.GetStringAsync($"{ApiHost.Prefix}/api/health")).Should().Contain("unknown600");
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> ExplainAsync(ApiHost host, string alert) =>
        host.PostAsync("explain", $"{{\"alert\":\"{JsonEncodedText.Encode(alert)}\"}}");
}
