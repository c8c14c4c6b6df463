using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>Responders that neither answer in time nor stop when asked.</summary>
public sealed class LeftBehindTests
{
    [Fact]
    public async Task Batches_never_overlap_and_an_end_waits_for_the_hung_one()
    {
        var firewall = new InMemoryFirewall("recorder");
        var hang = new TaskCompletionSource();
        var inside = 0;
        var entered = 0;
        var most = 0;
        firewall.BeforeBatch = async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            if (Interlocked.Increment(ref entered) == 1)
            {
                await hang.Task;
            }

            Interlocked.Decrement(ref inside);
        };
        await using var host = new ExecutionHarness(
            new ExecutionOptions { ApplyRetries = 0 },
            RepeatedOffenders.None,
            new FirewallResponder(firewall)
        );
        var first = host.ApplyAsync(Some.Order(subject: "203.0.113.1", seconds: 60));
        await Until.TrueAsync(() => entered == 1);
        await LeaveBehindAsync(host);
        (await first).Outcome.Should().Be(ActionOutcome.TimedOut);

        var second = host.ApplyAsync(Some.Order(subject: "203.0.113.2", seconds: 60));
        await host.Clock.TimerOf(host.Options.Deadline);
        host.Clock.Advance(host.Options.Deadline);
        var refused = await second;
        refused.Outcome.Should().Be(ActionOutcome.Failed);
        refused.Detail.Should().Contain("hasn't returned");
        (await host.EffectAsync(Some.Order(subject: "203.0.113.2"))).Should().BeNull("it was never tried");

        var third = host.ApplyAsync(Some.Order(subject: "203.0.113.3", seconds: 0));
        hang.SetResult();
        (await third).Outcome.Should().Be(ActionOutcome.Applied);
        await host.PassAsync(60);
        await host.PassAsync(60);
        most.Should().Be(1);
        firewall.Entries.Keys.Should().Equal(Some.Prefix("203.0.113.3"));
    }

    [Fact]
    public async Task An_apply_that_comes_through_late_is_taken_back_after_it()
    {
        var onHost = false;
        var hang = new TaskCompletionSource();
        var responder = new RecordingResponder();
        responder.OnApply = async (_, _) =>
        {
            await hang.Task;
            onHost = true;
            return ResponderResult.Applied();
        };
        responder.OnRevert = (_, _) =>
        {
            onHost = false;
            return ValueTask.FromResult(ResponderResult.Lifted());
        };
        await using var host = new ExecutionHarness(responder);
        var applying = host.ApplyAsync(Some.Order(seconds: 60));
        await Until.TrueAsync(() => responder.Calls.Count == 1);
        await LeaveBehindAsync(host);
        await applying;

        host.Clock.Advance(TimeSpan.FromSeconds(60));
        await host.Clock.TimerOf(host.Options.Deadline);
        host.Clock.Advance(host.Options.Deadline);
        await Until.TrueAsync(() => host.Observer.Actions.Count == 2);
        responder.Calls.Should().HaveCount(1, "the apply still runs");
        (await host.EffectAsync(Some.Order()))!.State.Should().Be(EffectState.Reverting);

        hang.SetResult();
        await Until.TrueAsync(() => onHost);
        await host.PassAsync(600);
        onHost.Should().BeFalse();
        (await host.EffectAsync(Some.Order())).Should().BeNull();
    }

    // The timer starts after the call: it may not be there yet when the responder has been called.
    private static async Task LeaveBehindAsync(ExecutionHarness host)
    {
        var time = host.Options.Deadline + ResponderCaller.Grace;
        await host.Clock.TimerOf(time);
        host.Clock.Advance(time);
    }
}
