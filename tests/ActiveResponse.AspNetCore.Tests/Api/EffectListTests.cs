using System.Net;
using System.Text.Json;
using ActiveResponse.AspNetCore.Tests.Support;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Testing;

namespace ActiveResponse.AspNetCore.Tests.Api;

public sealed class EffectListTests
{
    [Theory]
    [InlineData("until", "asc")]
    [InlineData("until", "desc")]
    [InlineData("since", "asc")]
    [InlineData("target", "desc")]
    [InlineData("target", "asc")]
    [InlineData("rule", "desc")]
    public async Task Pages_show_every_effect_once_in_one_order(string sort, string order)
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync(Enumerable.Range(1, 60).Select(static i => $"203.0.113.{i}"));
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        await host.BlockAsync(Enumerable.Range(1, 45).Select(static i => $"2001:db8::{i:x}"));

        var whole = await host.GetAsync($"effects?limit=1000&sort={sort}&order={order}");
        var paged = await PagesAsync(host, $"sort={sort}&order={order}&limit=17");

        paged.Should().HaveCount(105).And.OnlyHaveUniqueItems();
        paged.Should().Equal(TargetsOf(whole));
        whole.GetProperty("total").GetInt32().Should().Be(105);
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task A_page_begins_anywhere(string order)
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync(Enumerable.Range(1, 60).Select(static i => $"203.0.113.{i}"));
        var whole = TargetsOf(await host.GetAsync($"effects?limit=1000&sort=target&order={order}"));

        var page = await host.GetAsync($"effects?sort=target&order={order}&limit=10&skip=40");

        TargetsOf(page).Should().Equal(whole.Skip(40).Take(10));
        page.GetProperty("total").GetInt32().Should().Be(60);
        var next = await host.GetAsync($"effects?sort=target&order={order}&limit=100&after={page.GetProperty("next").GetString()}");
        TargetsOf(next).Should().Equal(whole.Skip(50));
        TargetsOf(await host.GetAsync("effects?skip=60")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_comes_or_goes_between_two_pages_moves_no_other()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync(Enumerable.Range(10, 20).Select(static i => $"203.0.113.{i}"));
        var first = await host.GetAsync("effects?sort=target&limit=10");
        await host.BlockAsync("203.0.113.100");
        await host.Engine.LiftAsync(SubjectOf("203.0.113.12"));

        var second = await host.GetAsync($"effects?sort=target&limit=100&after={first.GetProperty("next").GetString()}");

        TargetsOf(second).Should().Equal(Enumerable.Range(20, 10).Select(static i => $"203.0.113.{i}"));
    }

    [Fact]
    public async Task Effects_are_found_by_target_network_responder_state_and_text()
    {
        await using var host = await ApiHost.StartAsync(static builder =>
            builder.AddResponder(static _ => new RecordingResponder("other"), "other")
        );
        await host.BlockAsync("203.0.113.9", "203.0.113.10", "198.51.100.0/24");
        await host.Engine.ApplyAsync("other", SubjectOf("203.0.113.9"), TimeSpan.FromMinutes(1));

        (await CountAsync(host, "target=203.0.113.9")).Should().Be(2);
        (await CountAsync(host, "target=203.0.113.0/24")).Should().Be(0);
        (await CountAsync(host, "target=203.0.113.0/24&within=true")).Should().Be(3);
        (await CountAsync(host, "responder=other")).Should().Be(1);
        (await CountAsync(host, "state=active")).Should().Be(4);
        (await CountAsync(host, "state=failed")).Should().Be(0);
        (await CountAsync(host, "search=51.100")).Should().Be(1);
        (await CountAsync(host, "search=MANUAL")).Should().Be(4);
        (await CountAsync(host, "rule=5712")).Should().Be(0);
        (await CountAsync(host, $"host={Environment.MachineName}")).Should().Be(4);
        (await CountAsync(host, "host=elsewhere")).Should().Be(0);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again_however_late_it_is()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9");
        using var client = host.Admin();
        using var first = await client.GetAsync($"{ApiHost.Prefix}/api/effects");
        var tag = first.Headers.ETag!.ToString();

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await StatusOfAsync(client, tag)).Should().Be(HttpStatusCode.NotModified);

        await host.BlockAsync("203.0.113.10");
        (await StatusOfAsync(client, tag)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_effect_is_found_by_its_id_and_gone_when_it_is_lifted()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9");
        var id = (await host.GetAsync("effects")).GetProperty("items")[0].GetProperty("id").GetString();

        (await host.GetAsync($"effects/{id}")).GetProperty("target").GetString().Should().Be("203.0.113.9");
        await host.Engine.LiftAsync(SubjectOf("203.0.113.9"));

        var (status, problem) = await host.SendAsync(HttpMethod.Get, $"effects/{id}");
        status.Should().Be(HttpStatusCode.NotFound);
        problem.GetProperty("detail").GetString().Should().Contain("ended");
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=ten")]
    [InlineData("limit=1&limit=2")]
    [InlineData("limit=-1")]
    [InlineData("rule=99999999999")]
    [InlineData("sort=alphabet")]
    [InlineData("order=up")]
    [InlineData("state=gone")]
    [InlineData("within=perhaps")]
    [InlineData("after=garbage!")]
    [InlineData("after=Z2FyYmFnZQ")]
    [InlineData("target=1.2.3")]
    [InlineData("target=0x7f.1")]
    public async Task A_wrong_parameter_gets_an_answer_that_says_what_is_wrong(string query)
    {
        await using var host = await ApiHost.StartAsync();

        var (status, problem) = await host.SendAsync(HttpMethod.Get, $"effects?{query}");

        status.Should().Be(HttpStatusCode.BadRequest);
        problem.GetProperty("detail").GetString().Should().NotBeNullOrEmpty();
        problem.GetProperty("status").GetInt32().Should().Be(400);
    }

    [Theory]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("AAAA")]
    [InlineData("h.AAAA")]
    [InlineData("%01")]
    [InlineData("%F0%9F%92%A9")]
    public async Task A_made_up_id_is_not_found(string id)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, $"effects/{id}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.PostAsync($"effects/{id}/lift", "{}")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_hostile_name_reaches_nobody_as_it_is()
    {
        await using var host = await ApiHost.StartAsync(static builder =>
            builder.AddResponder(static _ => new RecordingResponder("files", ResponderNeeds.File), "files")
        );
        await host.Engine.ApplyAsync(
            "files",
            new Subject { File = "/tmp/<script>alert(1)</script>\u202e\udcff" + new string('a', 300) },
            TimeSpan.FromMinutes(1)
        );
        using var client = host.Admin();

        var text = await client.GetStringAsync($"{ApiHost.Prefix}/api/effects");
        var item = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("items")[0];

        text.Should().NotContain("<script>").And.NotContain("\u202e");
        item.GetProperty("target").GetString().Should().StartWith(@"/tmp/<script>alert(1)</script>\u202e\xffaaa");
        (await host.GetAsync($"effects/{item.GetProperty("id").GetString()}")).GetProperty("kind").GetString().Should().Be("file");
    }

    [Fact]
    public async Task A_list_of_very_many_is_read_page_by_page_without_a_gap()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync(Enumerable.Range(0, 10_000).Select(static i => $"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}"));

        var paged = await PagesAsync(host, "limit=1000");

        paged.Should().HaveCount(10_000).And.OnlyHaveUniqueItems();
    }

    private static async Task<List<string>> PagesAsync(ApiHost host, string query)
    {
        var (targets, after) = (new List<string>(), "");
        do
        {
            var page = await host.GetAsync($"effects?{query}{after}");
            targets.AddRange(TargetsOf(page));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        } while (after is not null);

        return targets;
    }

    private static async Task<int> CountAsync(ApiHost host, string query) =>
        (await host.GetAsync($"effects?{query}")).GetProperty("total").GetInt32();

    private static IEnumerable<string> TargetsOf(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("target").GetString()!);

    private static Subject SubjectOf(string target) =>
        Subject.TryParse(target, out var subject, out var problem) ? subject : throw new ArgumentException(problem);

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ApiHost.Prefix}/api/effects");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
