using System.Net;
using System.Text.Json;
using ActiveResponse.AspNetCore.Tests.Support;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;

namespace ActiveResponse.AspNetCore.Tests.Api;

public sealed class ChangeTests
{
    [Fact]
    public async Task A_block_is_made_and_what_one_target_can_not_have_stops_no_other()
    {
        await using var host = await ApiHost.StartAsync();

        var (status, reply) = await host.PostAsync(
            "block",
            """{"targets":["203.0.113.9","192.0.2.200","1.2.3","2001:db8::/64"],"seconds":600}"""
        );

        status.Should().Be(HttpStatusCode.OK);
        OutcomesOf(reply).Should().Equal("applied 203.0.113.9", "refused 192.0.2.200", "failed 1.2.3", "applied 2001:db8::/64");
        (await host.Engine.ListAsync()).Should().HaveCount(2).And.OnlyContain(effect => effect.Until == effect.Since.AddSeconds(600));
    }

    [Fact]
    public async Task A_change_is_on_record_with_who_made_it_and_why()
    {
        await using var host = await ApiHost.StartAsync();

        await host.PostAsync("block", """{"targets":["203.0.113.9"],"seconds":600,"reason":"scans us"}""");
        var effect = (await host.GetAsync("effects")).GetProperty("items")[0];
        await host.PostAsync($"effects/{effect.GetProperty("id").GetString()}/lift", """{"reason":"was a test"}""");
        await host.PostAsync("allow", """{"entries":["203.0.113.9"],"reason":"our own"}""");

        NoteOf(effect).Should().Be("admin: scans us");
        var history = (await host.GetAsync("history")).GetProperty("items").EnumerateArray().Select(NoteOf);
        history.Should().Equal("admin: was a test", "admin: scans us");
        NoteOf((await host.GetAsync("allow"))[0]).Should().Be("admin: our own");
    }

    [Fact]
    public async Task Zero_seconds_block_until_lifted()
    {
        await using var host = await ApiHost.StartAsync();

        await host.PostAsync("block", """{"targets":["203.0.113.9"],"seconds":0}""");

        (await host.Engine.ListAsync()).Should().ContainSingle().Which.Until.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"targets":[],"seconds":600}""")]
    [InlineData("""{"seconds":600}""")]
    [InlineData("""{"targets":["203.0.113.9"]}""")]
    [InlineData("""{"targets":["203.0.113.9"],"seconds":-1}""")]
    [InlineData("""{"targets":["203.0.113.9"],"seconds":999999999999}""")]
    [InlineData("""{"targets":["203.0.113.9"],"seconds":1.5}""")]
    [InlineData("""{"targets":["203.0.113.9"],"secconds":600}""")]
    [InlineData("""{"targets":"203.0.113.9","seconds":600}""")]
    [InlineData("""{"targets":["203.0.113.9"],"seconds":600,"with":""}""")]
    [InlineData("""{"targets":[null],"seconds":600""")]
    [InlineData("""{"targets":["203.0.113.9"],"seconds":5,"seconds":600}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_block_that_is_not_said_clearly_is_not_made(string body)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PostAsync("block", body)).Status.Should().Be(HttpStatusCode.BadRequest);

        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_target_that_is_null_is_one_that_failed()
    {
        await using var host = await ApiHost.StartAsync();

        var (status, reply) = await host.PostAsync("block", """{"targets":[null],"seconds":600}""");

        status.Should().Be(HttpStatusCode.OK);
        OutcomesOf(reply).Should().Equal("failed ");
    }

    [Fact]
    public async Task Bodies_that_are_too_large_or_have_too_many_targets_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var many = string.Join(',', Enumerable.Repeat("\"203.0.113.9\"", 1_001));

        (await host.PostAsync("block", $$"""{"targets":[{{many}}],"seconds":600}""")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await host.PostAsync("block", $$"""{"targets":["{{new string('a', 2_000_000)}}"],"seconds":600}"""))
            .Status.Should()
            .Be(HttpStatusCode.BadRequest);
        (await host.PostAsync("block", new string('[', 200_000))).Status.Should().Be(HttpStatusCode.BadRequest);
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_form_is_no_request()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Admin();
        using var form = new StringContent("""{"targets":["203.0.113.9"],"seconds":600}""");

        using var response = await client.PostAsync($"{ApiHost.Prefix}/api/block", form);

        response.IsSuccessStatusCode.Should().BeFalse();
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Lifting_by_target_by_network_and_by_id_lifts_what_is_meant()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.1", "203.0.113.2", "203.0.113.3", "198.51.100.1");

        var (_, one) = await host.PostAsync("lift", """{"targets":["203.0.113.1","203.0.113.77"]}""");
        OutcomesOf(one).Should().Equal("lifted 203.0.113.1", "failed 203.0.113.77");
        var (_, within) = await host.PostAsync("lift", """{"targets":["203.0.113.0/24"],"within":true}""");
        OutcomesOf(within).Should().BeEquivalentTo("lifted 203.0.113.2", "lifted 203.0.113.3");
        var id = (await host.GetAsync("effects")).GetProperty("items")[0].GetProperty("id").GetString();
        var (status, byId) = await host.PostAsync($"effects/{id}/lift", "{}");

        status.Should().Be(HttpStatusCode.OK);
        OutcomesOf(byId).Should().Equal("lifted 198.51.100.1");
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_effect_is_extended_and_never_shortened()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9");
        var effect = (await host.Engine.ListAsync()).Single();
        var id = (await host.GetAsync("effects")).GetProperty("items")[0].GetProperty("id").GetString();

        await host.PostAsync($"effects/{id}/extend", """{"seconds":3600}""");
        await host.PostAsync($"effects/{id}/extend", """{"seconds":10}""");

        (await host.Engine.ListAsync()).Single().Until.Should().Be(effect.Since.AddHours(1));
    }

    [Fact]
    public async Task What_is_allowed_is_lifted_and_not_blocked_again_whatever_configuration_comes()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9", "198.51.100.1");

        var (status, reply) = await host.PostAsync("allow", """{"entries":["203.0.113.0/24"]}""");
        await host.Engine.ReloadAsync(host.Engine.Config with { Version = "2" });
        var (_, again) = await host.PostAsync("block", """{"targets":["203.0.113.10"],"seconds":600}""");

        status.Should().Be(HttpStatusCode.OK);
        OutcomesOf(reply).Should().Equal("lifted 203.0.113.9");
        OutcomesOf(again).Should().Equal("refused 203.0.113.10");
        EntriesOf(await host.GetAsync("allow")).Should().Equal("203.0.113.0/24 added", "192.0.2.200 configuration");
    }

    [Fact]
    public async Task What_is_allowed_is_lifted_without_a_record_too()
    {
        var firewall = new InMemoryFirewall();
        var checks = TimeSpan.FromSeconds(33);
        await using var host = await ApiHost.StartAsync(builder =>
            builder.AddFirewall(_ => firewall, "memory-firewall").ConfigureExecution(options => options.DriftCheckInterval = checks)
        );
        var until = host.Clock.GetUtcNow().AddHours(1);
        await firewall.ApplyAsync([.. Prefixes("203.0.113.9", "198.51.100.1").Select(one => new FirewallEntry(one, until))], [], default);

        var (_, reply) = await host.PostAsync("allow", """{"entries":["203.0.113.0/24"]}""");

        OutcomesOf(reply).Should().Equal("lifted 203.0.113.9");
        firewall.Entries.Keys.Should().Equal(Prefixes("198.51.100.1"));

        await firewall.ApplyAsync([.. Prefixes("203.0.113.9").Select(one => new FirewallEntry(one, until))], [], default);
        await host.Clock.TimerOf(checks);
        host.Clock.Advance(checks);
        await Waiting.UntilAsync(() => Task.FromResult(firewall.Entries.Count == 1));
        firewall.Entries.Keys.Should().Equal(Prefixes("198.51.100.1"));
    }

    [Fact]
    public async Task One_wrong_entry_of_several_is_told_and_the_others_are_allowed()
    {
        await using var host = await ApiHost.StartAsync();

        var (status, reply) = await host.PostAsync("allow", """{"entries":["203.0.113.9","1.2.3","198.51.100.1"]}""");

        status.Should().Be(HttpStatusCode.OK);
        OutcomesOf(reply).Should().Equal("failed 1.2.3");
        EntriesOf(await host.GetAsync("allow")).Should().Contain("203.0.113.9 added").And.Contain("198.51.100.1 added");
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var reason = new string('a', 501);

        var (status, _) = await host.PostAsync("block", $$"""{"targets":["203.0.113.9"],"seconds":600,"reason":"{{reason}}"}""");

        status.Should().Be(HttpStatusCode.BadRequest);
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_what_was_added_can_be_removed_from_the_allow_list()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostAsync("allow", """{"entries":["203.0.113.0/24"]}""");

        (await host.SendAsync(HttpMethod.Delete, "allow/203.0.113.0%2F24")).Status.Should().Be(HttpStatusCode.OK);
        (await host.SendAsync(HttpMethod.Delete, "allow/203.0.113.0%2F24")).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.SendAsync(HttpMethod.Delete, "allow/192.0.2.200")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await host.PostAsync("block", """{"targets":["203.0.113.10"],"seconds":600}""")).Body.ToString().Should().Contain("applied");
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("admin.example.net")]
    [InlineData("1.2.3")]
    public async Task An_entry_that_would_allow_all_or_can_not_be_kept_is_refused(string entry)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PostAsync("allow", $$"""{"entries":["{{entry}}"]}""")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static IEnumerable<string> OutcomesOf(JsonElement reply) =>
        reply
            .GetProperty("results")
            .EnumerateArray()
            .Select(static result => $"{result.GetProperty("outcome").GetString()} {result.GetProperty("target").GetString()}");

    private static string NoteOf(JsonElement item) => $"{item.GetProperty("by").GetString()}: {item.GetProperty("reason").GetString()}";

    private static IEnumerable<string> EntriesOf(JsonElement list) =>
        list.EnumerateArray().Select(static item => $"{item.GetProperty("entry").GetString()} {item.GetProperty("from").GetString()}");

    private static IEnumerable<AddressPrefix> Prefixes(params IEnumerable<string> texts) =>
        texts.Select(static text => AddressPrefix.TryParse(text, out var prefix) ? prefix : default);
}
