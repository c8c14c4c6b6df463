using System.Net;
using System.Text.Json;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.AspNetCore.Tests.Events;

public sealed class EventStreamTests
{
    [Fact]
    public async Task An_outcome_comes_with_the_effect_as_it_is_and_as_gone_when_it_is_lifted()
    {
        await using var host = await ApiHost.StartAsync();
        await using var events = await EventReader.OpenAsync(host);

        await host.BlockAsync("203.0.113.9");
        var outcome = await events.NextAsync();
        var effect = await events.NextAsync();
        await host.PostAsync("lift", """{"targets":["203.0.113.9"]}""");
        var lifted = await events.NextAsync();
        var gone = await events.NextAsync();

        (outcome.Kind, outcome.Data.GetProperty("outcome").GetString()).Should().Be(("outcome", "applied"));
        effect.Kind.Should().Be("effect");
        effect.Data.GetProperty("id").GetString().Should().Be(outcome.Data.GetProperty("id").GetString());
        effect.Data.GetProperty("effect").GetProperty("state").GetString().Should().Be("active");
        lifted.Data.GetProperty("outcome").GetString().Should().Be("lifted");
        gone.Data.GetProperty("effect").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_new_configuration_and_a_change_of_health_are_told()
    {
        await using var host = await ApiHost.StartAsync();
        await using var events = await EventReader.OpenAsync(host);
        var config = host.Engine.Config;
        var unknown = config.Responses[0].Command with { Executable = "nothing-has-this-name" };

        await host.Engine.ReloadAsync(config with { Version = "1" });
        var first = await NextAsync(host, events);

        // What the next looks at health are compared with.
        (await host.GetAsync("health"))
            .GetProperty("status")
            .GetString()
            .Should()
            .Be("healthy");
        await host.Engine.ReloadAsync(config with { Version = "2", Responses = [config.Responses[0] with { Command = unknown }] });
        var second = await NextAsync(host, events);
        var health = await NextAsync(host, events);

        (first.Kind, first.Data.GetProperty("version").GetString()).Should().Be(("config", "1"));
        (second.Kind, second.Data.GetProperty("version").GetString()).Should().Be(("config", "2"));
        (health.Kind, health.Data.GetProperty("status").GetString()).Should().Be(("health", "degraded"));
    }

    private static async Task<ReadEvent> NextAsync(ApiHost host, EventReader events)
    {
        var next = events.NextAsync();
        await host.Clock.AdvanceUntilAsync(next, StateWatch.Interval);
        return await next;
    }

    [Fact]
    public async Task A_reader_that_comes_back_goes_on_where_it_stopped()
    {
        await using var host = await ApiHost.StartAsync();
        string last;
        await using (var events = await EventReader.OpenAsync(host))
        {
            await host.BlockAsync("203.0.113.9");
            await events.NextAsync();
            last = (await events.NextAsync()).Id;
        }

        await host.BlockAsync("203.0.113.10");
        await using var again = await EventReader.OpenAsync(host, last);

        (await again.NextAsync()).Data.GetProperty("target").GetString().Should().Be("203.0.113.10");
    }

    [Theory]
    [InlineData("1-1")]
    [InlineData("nonsense")]
    [InlineData("999999999999-5")]
    public async Task A_reader_of_an_earlier_process_is_told_to_read_again(string id)
    {
        await using var host = await ApiHost.StartAsync();
        await using var events = await EventReader.OpenAsync(host, id);

        (await events.NextAsync()).Kind.Should().Be("lost");
    }

    [Fact]
    public async Task A_reader_that_falls_behind_is_told_how_much_it_missed()
    {
        await using var host = await ApiHost.StartAsync();
        var log = host.Services.GetRequiredService<EventLog>();
        log.Add("config", "{}"u8.ToArray());
        var id = log.IdOf(log.Last);
        for (var i = 0; i < EventLog.Capacity + 10; i++)
        {
            log.Add("config", "{}"u8.ToArray());
        }

        await using var events = await EventReader.OpenAsync(host, id);

        var lost = await events.NextAsync();
        (lost.Kind, lost.Data.GetProperty("missed").GetInt64()).Should().Be(("lost", 10));
        (await events.NextAsync()).Kind.Should().Be("config");
    }

    [Fact]
    public async Task A_quiet_stream_shows_that_it_is_alive()
    {
        await using var host = await ApiHost.StartAsync();
        await using var events = await EventReader.OpenAsync(host);
        await host.Clock.TimerOf(TimeSpan.FromSeconds(15));

        host.Clock.Advance(TimeSpan.FromSeconds(15));

        (await events.CommentAsync()).Should().Be("alive");
    }

    [Fact]
    public async Task Streams_beyond_the_limit_are_refused_and_room_is_made_when_one_ends()
    {
        await using var host = await ApiHost.StartAsync(options: static api => api.MaxEventStreams = 2);
        await using var first = await EventReader.OpenAsync(host);
        await using (var second = await EventReader.OpenAsync(host))
        {
            (await EventReader.StatusAsync(host)).Should().Be(HttpStatusCode.ServiceUnavailable);
        }

        await Waiting.UntilAsync(async () => await EventReader.StatusAsync(host) == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_thousand_streams_get_every_event_and_one_that_reads_nothing_holds_up_none()
    {
        await using var host = await ApiHost.StartAsync(options: static api => api.MaxEventStreams = 1_001);
        await using var silent = await EventReader.OpenAsync(host);
        var readers = new List<EventReader>();
        for (var i = 0; i < 1_000; i++)
        {
            readers.Add(await EventReader.OpenAsync(host));
        }

        await host.BlockAsync("203.0.113.9");
        var all = await Task.WhenAll(readers.Select(static reader => reader.NextAsync()));

        all.Should().OnlyContain(static read => read.Kind == "outcome");
        (await EventReader.StatusAsync(host)).Should().Be(HttpStatusCode.ServiceUnavailable);
        (await host.GetAsync("effects")).GetProperty("total").GetInt32().Should().Be(1);
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stream_ends_with_its_app()
    {
        var host = await ApiHost.StartAsync();
        await using var events = await EventReader.OpenAsync(host);

        await host.DisposeAsync();

        (await events.EndAsync()).Should().BeTrue();
    }
}
