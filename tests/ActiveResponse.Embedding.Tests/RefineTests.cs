using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using ActiveResponse.Responders;
using ActiveResponse.Testing;

namespace ActiveResponse.Embedding.Tests;

/// <summary>A matcher that decides by the whole alert.</summary>
public sealed class RefineTests
{
    private readonly InMemoryFirewall _firewall = new();

    [Fact]
    public async Task Decides_by_a_field_of_the_alert()
    {
        await using var engine = Compose(new Counting());
        await engine.StartAsync();

        var near = await engine.HandleAsync(Sample.Alert("198.51.100.7"));
        var far = await engine.HandleAsync(Sample.Alert("203.0.113.9"));

        near.Responses.Should().BeEmpty();
        far.Responses.Should().ContainSingle();
        var explained = await engine.ExplainAsync(Sample.Alert("198.51.100.7"));
        explained.Responses.Should().ContainSingle().Which.Because.Should().Contain("198.51.100.7 is near");
    }

    [Fact]
    public async Task Sees_of_a_stream_only_the_alerts_that_may_fire()
    {
        var matcher = new Counting();
        await using var engine = Compose(matcher);
        await engine.StartAsync();
        using var stream = new MemoryStream([
            .. Line(3, "203.0.113.1"),
            .. Line(10, "203.0.113.2"),
            .. Line(10, "198.51.100.7"),
            .. Line(3, "203.0.113.4"),
        ]);

        var source = new AlertStreamReader(stream);
        await engine.Intake.RunAsync(source, "stream");
        await engine.DrainAsync();

        matcher.Seen.Should().Equal("203.0.113.2", "198.51.100.7");
        _firewall.Entries.Keys.Select(static entry => entry.ToString()).Should().Equal("203.0.113.2");
        source.Statistics.Alerts.Should().Be(4);
    }

    private static byte[] Line(int level, string address) =>
        System.Text.Encoding.UTF8.GetBytes(
            """{"timestamp":"2026-08-01T03:17:27.000+0000","rule":{"level":"""
                + $$"""{{level}},"description":"x","id":"5712","groups":["sshd"]},"id":"1.1","data":"""
                + $$"""{"srcip":"{{address}}"},"location":"x"}"""
                + "\n"
        );

    private ActiveResponseEngine Compose(Counting matcher) =>
        ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = Sample.Config,
                RuleMatcher = config => matcher.Of(config),
                Responders = [new(StockResponders.Firewall(_firewall), StockNames.AddressBlocking)],
            }
        );

    /// <summary>Leaves addresses of 198.51.100.0/24 alone.</summary>
    private sealed class Counting : IRuleMatcher
    {
        private RuleMatcher _inner = new(ActiveResponseConfig.Empty);

        public List<string> Seen { get; } = [];

        public Counting Of(ActiveResponseConfig config)
        {
            _inner = new RuleMatcher(config);
            return this;
        }

        public ImmutableArray<MatchedResponse> Match(in AlertKey key) => _inner.Match(key);

        public ImmutableArray<MatchVerdict> Explain(in AlertKey key) => _inner.Explain(key);

        public ImmutableArray<MatchedResponse> Refine(Alert alert, ImmutableArray<MatchedResponse> matched)
        {
            Seen.Add(alert.SourceAddress!);
            return IsNear(alert) ? [] : matched;
        }

        public ImmutableArray<MatchVerdict> Refine(Alert alert, ImmutableArray<MatchVerdict> verdicts) =>
            !IsNear(alert)
                ? verdicts
                :
                [
                    .. verdicts.Select(verdict =>
                        verdict with
                        {
                            Fired = false,
                            Because = verdict.Because.Add($"{alert.SourceAddress} is near"),
                        }
                    ),
                ];

        private static bool IsNear(Alert alert) => alert.SourceAddress!.StartsWith("198.51.100.", StringComparison.Ordinal);
    }
}
