using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

/// <summary>One firewall that hangs or throws must not cost the others what they could do for the same batch.</summary>
public sealed class FirewallCallsTests
{
    private static readonly TimeSpan Limit = new FirewallDropOptions().BatchDeadline;
    private readonly ManualClock _clock = new();
    private readonly ProbedFirewall _first = new("first");
    private readonly ProbedFirewall _second = new("second");

    [Fact]
    public async Task One_that_hangs_when_a_block_is_to_end_leaves_time_for_new_blocks_and_for_ends_elsewhere()
    {
        await _second.Inner.ApplyAsync([new FirewallEntry(Some.Prefix("198.51.100.7"), null)], [], CancellationToken.None);
        var drop = Drop();
        _second.Inner.Entries.Should().ContainSingle();
        _first.Hangs = true;

        var batch = drop.RunBatchAsync(
            [Order("203.0.113.9")],
            [Order("203.0.113.10", "first"), Order("198.51.100.7", "second")],
            CancellationToken.None
        );
        await _clock.TimerOf(Limit);
        _clock.Advance(Limit);
        var result = await batch;

        result.Applies[0].Should().Match<ResponderResult>(static one => one.Outcome == ActionOutcome.Applied && one.Place == "second");
        result.Reverts[0].Detail.Should().Be("first: no response within 20 s");
        result.Reverts[1].Detail.Should().Be("second: not tried: another firewall used up the time");
        _second.Addresses.Should().Equal("198.51.100.7", "203.0.113.9");
    }

    [Fact]
    public async Task One_that_hangs_is_looked_at_again_before_the_next_batch_and_not_while_others_wait()
    {
        var drop = Drop();
        await drop.RunBatchAsync([Order("203.0.113.8")], [], CancellationToken.None);
        _first.Hangs = true;
        var probes = _first.Probes;
        _first.Gone("it is stopped");

        var batch = drop.RunBatchAsync([Order("203.0.113.9")], [], CancellationToken.None);
        await _clock.TimerOf(Limit);
        _clock.Advance(Limit);

        (await batch).Applies[0].Place.Should().Be("first second");
        _first.Probes.Should().Be(probes, "a look may take as long again");
        (await drop.RunBatchAsync([Order("203.0.113.10")], [], CancellationToken.None)).Applies[0].Place.Should().Be("second");
        _first.Probes.Should().Be(probes + 1);
    }

    [Fact]
    public async Task One_that_is_back_ends_what_it_holds_at_the_next_try_and_not_a_minute_later()
    {
        var drop = Drop();
        await drop.RunBatchAsync([Order("203.0.113.9")], [], CancellationToken.None);
        _first.Answer = ResponderResult.Failed("not running");
        _first.Gone("not running");
        await drop.RunBatchAsync([Order("203.0.113.10")], [], CancellationToken.None);
        (await EndAsync()).Detail.Should().Be("first, where it was made, can't be used: not running");
        _first.Answer = null;
        _first.Probe = _ => Task.FromResult(new FirewallProbe(true, "works"));
        _clock.Advance(TimeSpan.FromSeconds(5));

        (await EndAsync()).Outcome.Should().Be(ActionOutcome.Lifted);
        _first.Addresses.Should().BeEmpty();

        async Task<ResponderResult> EndAsync() =>
            (await drop.RunBatchAsync([], [Order("203.0.113.9", "first")], CancellationToken.None)).Reverts[0];
    }

    [Fact]
    public async Task One_that_gave_no_answer_is_not_waited_for_at_every_end()
    {
        var never = new TaskCompletionSource<FirewallProbe>();
        _first.Probe = _ => never.Task;
        var drop = Drop();
        var batch = drop.RunBatchAsync([Order("203.0.113.9")], [], CancellationToken.None).AsTask();
        await _clock.TimerOf(new FirewallDropOptions().ProbeDeadline);
        await Until.TrueAsync(() => _first.Probes == 1);
        _clock.Advance(new FirewallDropOptions().ProbeDeadline);
        await batch;
        _clock.Advance(TimeSpan.FromSeconds(5));

        var end = await drop.RunBatchAsync([], [Order("203.0.113.9", "first")], CancellationToken.None);

        end.Reverts[0].Detail.Should().Be("first, where it was made, can't be used: it didn't respond within 15 s");
        _first.Probes.Should().Be(1);
    }

    [Fact]
    public async Task One_that_throws_is_passed_over_and_may_hold_the_block()
    {
        _first.Throws = new InvalidOperationException("a plug-in's fault");

        var result = await Drop().RunBatchAsync([Order("203.0.113.9")], [Order("203.0.113.10", "first second")], CancellationToken.None);

        var applied = result.Applies[0];
        (applied.Outcome, applied.Detail, applied.Place)
            .Should()
            .Be((ActionOutcome.Applied, "by second; first failed: a plug-in's fault", "first second"));
        (result.Reverts[0].Outcome, result.Reverts[0].Detail).Should().Be((ActionOutcome.Failed, "first: a plug-in's fault"));
    }

    [Fact]
    public async Task One_that_throws_its_own_cancellation_is_passed_over_too()
    {
        _first.Throws = new TaskCanceledException("the router's API gave no answer");

        (await Drop().RunBatchAsync([Order("203.0.113.9")], [], CancellationToken.None)).Applies[0].Place.Should().Be("first second");
    }

    [Fact]
    public async Task The_deadline_of_the_whole_batch_passes_through()
    {
        _first.Hangs = true;
        using var cancel = new CancellationTokenSource();
        var batch = Drop().RunBatchAsync([Order("203.0.113.9")], [], cancel.Token).AsTask();
        await _clock.TimerOf(Limit);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => batch).Should().ThrowAsync<OperationCanceledException>();
    }

    private static ResponderContext Order(string address, string? place = null) =>
        new() { Order = Some.Order("firewall-drop", address), Place = place };

    private FirewallDropResponder Drop() =>
        new(
            new FirewallSelection([_first, _second], [], new FirewallDropOptions(), _clock, NullLogger<FirewallSelection>.Instance),
            new FirewallDropOptions(),
            _clock
        );
}
