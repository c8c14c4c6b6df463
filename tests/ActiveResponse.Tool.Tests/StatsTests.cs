using System.Text.Json;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class StatsTests
{
    [Fact]
    public async Task Counts_what_was_done_by_outcome_day_rule_network_and_responder()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        using var block = await agent.AskAsync("block", "203.0.113.10", "198.51.100.7", "2001:db8:1::7", "--permanently");
        using var lift = await agent.AskAsync("lift", "198.51.100.7");

        using var stats = await agent.AskAsync("stats");
        using var json = await agent.AskAsync("stats", "--json");

        stats.ExitCode.Should().Be(0, stats.ErrorText);
        stats
            .OutputText.Should()
            .MatchRegex("applied +4  #{40}\n")
            .And.MatchRegex("lifted +1  #{10}\n")
            .And.MatchRegex("by hand +3  #{40}\n")
            .And.MatchRegex("5712 +1  #{14}\n");
        var counts = json.Output.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        CountOf(counts, "outcome", "applied").Should().Be(4);
        CountOf(counts, "network", "203.0.113.0/24").Should().Be(2);
        CountOf(counts, "network", "2001:db8:1::/48").Should().Be(1);
        CountOf(counts, "responder", "host-deny").Should().Be(4);
        counts
            .Where(static count => count.GetProperty("by").GetString() == "day")
            .Sum(static day => day.GetProperty("count").GetInt32())
            .Should()
            .Be(4);
    }

    [Fact]
    public async Task Counts_from_the_state_file_without_an_agent_and_only_the_time_asked_for()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        run.Terminate();
        await run.ExitAsync();

        using var stats = await agent.AskAsync("stats", "--since", "1h", "--json");
        using var before = await agent.AskAsync("stats", "--until", "1h");
        using var wrong = await agent.AskAsync("stats", "--top", "0");

        stats.OutputText.Should().Contain("""{"by":"rule","name":"5712","count":1}""");
        before.OutputText.Should().Be("there are no entries");
        wrong.ExitCode.Should().Be(2);
    }

    private static int CountOf(IEnumerable<JsonElement> counts, string by, string name) =>
        counts
            .Single(count => count.GetProperty("by").GetString() == by && count.GetProperty("name").GetString() == name)
            .GetProperty("count")
            .GetInt32();
}
