using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Receiving;
using ActiveResponse.Testing;

namespace ActiveResponse.Nats.Tests;

/// <summary>What an agent knows of messages that it has taken, in this run and from the one before.</summary>
public sealed class LatestMessagesTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_lift_that_a_killed_run_had_noted_is_carried_out_when_it_comes_again_and_then_no_more()
    {
        var lift = Lift(_clock.GetUtcNow());
        var killed = new LatestMessages(_clock);
        killed.TryAdd(lift, out _).Should().BeTrue();
        killed.TryAdd(lift, out var isSame).Should().BeFalse();
        isSame.Should().BeTrue();

        var next = new LatestMessages(_clock);
        next.ReadLifts(killed.WriteLifts());

        next.TryAdd(lift, out _).Should().BeTrue("the run may have been killed before it was carried out");
        next.TryAdd(lift, out isSame).Should().BeFalse();
        isSame.Should().BeTrue();
    }

    [Fact]
    public void What_is_older_than_a_lift_of_the_run_before_is_refused()
    {
        var now = _clock.GetUtcNow();
        var before = new LatestMessages(_clock);
        before.TryAdd(Lift(now), out _);
        var next = new LatestMessages(_clock);
        next.ReadLifts(before.WriteLifts());

        next.TryAdd(Lift(now.AddMilliseconds(-1)) with { Verb = MessageVerb.Apply }, out var isSame).Should().BeFalse();
        isSame.Should().BeFalse();
        next.TryAdd(Lift(now.AddMilliseconds(1)), out _).Should().BeTrue();
        next.TryAdd(Lift(now), out isSame).Should().BeFalse("a newer one has come since");
        isSame.Should().BeFalse();
    }

    private FleetMessage Lift(DateTimeOffset issued) =>
        new()
        {
            Fleet = "main",
            Target = FleetTarget.All,
            Key = new string('a', 32),
            Verb = MessageVerb.Lift,
            Issued = issued,
            Expires = _clock.GetUtcNow().AddMinutes(10),
        };
}
