using System.Collections.Immutable;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Matching;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Isolation;

/// <summary>A matcher of the host's that fails at an alert fails at that alert only.</summary>
public sealed class MatcherIsolationTests
{
    private const uint Bad = 666;

    private static readonly TimeSpan Limit = new ExecutionOptions().MatcherDeadline;

    [Fact]
    public async Task A_matcher_that_throws_ends_no_reading_and_the_next_alert_fires()
    {
        await using var host = await StartAsync(static () => throw new InvalidOperationException("out of order"));

        await host.Part<AlertIntake>().RunAsync(Source(Bad, Bad, 5712), "test");
        await host.Engine.DrainAsync();

        host.Responder.Calls.Should().Equal("add 203.0.113.9");
        host.Faults.Of("matcher Picky threw").Should().Be(2);
        host.Log.All.Should().Contain(static line => line.StartsWith("601 Error The matcher 'Picky' threw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_matcher_that_hangs_at_an_alert_is_left_behind_and_the_next_alert_fires()
    {
        using var block = new ManualResetEventSlim();
        var entered = 0;
        await using var host = await StartAsync(() =>
        {
            Interlocked.Increment(ref entered);
            block.Wait(CancellationToken.None);
        });

        var reading = Task.Run(() => host.Part<AlertIntake>().RunAsync(Source(Bad, 5712), "test"));
        await Until.TrueAsync(() => Volatile.Read(ref entered) == 1);
        host.Clock.Advance(Limit);
        await reading;
        await host.Engine.DrainAsync();

        host.Responder.Calls.Should().Equal("add 203.0.113.9");
        host.Faults.Of("matcher Picky no_answer").Should().Be(1);
        host.Log.All.Should()
            .Contain(static line =>
                line.StartsWith(
                    "602 Error The matcher 'Picky' didn't respond within 2 s: the alert fires nothing",
                    StringComparison.Ordinal
                )
            );
        block.Set();
    }

    [Fact]
    public async Task An_alert_by_hand_is_matched_under_the_same_deadline()
    {
        await using var host = await StartAsync(static () => throw new InvalidOperationException("out of order"));
        (await host.Engine.HandleAsync(Some.Alert(ruleId: Bad))).Responses.Should().BeEmpty();
        (await host.Engine.HandleAsync(Some.Alert())).Responses.Should().ContainSingle();
        await host
            .Engine.Invoking(static engine => engine.ExplainAsync(Some.Alert(ruleId: Bad)).AsTask())
            .Should()
            .ThrowAsync<InvalidOperationException>()
            .WithMessage("The matcher 'Picky' failed: out of order.");
    }

    [Fact]
    public async Task A_matcher_that_fails_at_every_alert_fills_no_log()
    {
        await using var host = await StartAsync(static () => throw new InvalidOperationException("out of order"));
        for (var i = 0; i < 150; i++)
        {
            await host.Engine.HandleAsync(Some.Alert(ruleId: Bad));
        }

        host.Faults.Of("matcher Picky threw").Should().Be(150);
        host.Log.Of(601).Should().Be(100);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Engine.HandleAsync(Some.Alert(ruleId: Bad));
        host.Log.All.Should()
            .Contain(static line => line.StartsWith("608 Error 50 more faults of the matcher 'Picky'", StringComparison.Ordinal));
    }

    private static Task<IsolationHost> StartAsync(Action atBad) =>
        IsolationHost.StartAsync(builder => builder.UseRuleMatcher(config => new Picky(new RuleMatcher(config), atBad)));

    private static AlertStreamReader Source(params uint[] rules) =>
        new(
            new MemoryStream(
                Encoding.UTF8.GetBytes(
                    string.Concat(
                        rules.Select(static rule =>
                            $$$"""{"rule":{"level":10,"id":"{{{rule}}}","groups":["sshd"]},"id":"1.{{{rule}}}","data":"""
                            + """{"srcip":"203.0.113.9"}}"""
                            + "\n"
                        )
                    )
                )
            )
        );

    private sealed class Picky(IRuleMatcher inner, Action atBad) : IRuleMatcher
    {
        public ImmutableArray<MatchedResponse> Match(in AlertKey key)
        {
            if (key.RuleId == Bad)
            {
                atBad();
            }

            return inner.Match(key);
        }

        public ImmutableArray<MatchVerdict> Explain(in AlertKey key)
        {
            if (key.RuleId == Bad)
            {
                atBad();
            }

            return inner.Explain(key);
        }
    }
}
