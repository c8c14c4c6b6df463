using ActiveResponse.Isolation;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Isolation;

public sealed class CallWatchTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ManualClock _clock = new();
    private readonly List<bool> _looks = [];
    private readonly CallWatch _watch;

    public CallWatchTests() => _watch = new CallWatch(_clock, () => _looks.Add(_watch!.IsOverdue(Limit)));

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void A_call_that_takes_too_long_is_overdue_once()
    {
        _watch.Begin(Limit);
        _clock.Advance(Limit);
        _clock.Advance(Limit);
        _looks.Should().Equal(true);
    }

    [Fact]
    public void A_call_in_a_series_of_quick_ones_has_its_whole_time()
    {
        _watch.Begin(Limit);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _watch.End();
        _watch.Begin(Limit);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _looks.Should().Equal([false], "the timer was set for the first call, which has returned");
        _clock.Advance(TimeSpan.FromSeconds(3));
        _looks.Should().Equal(false, true);
    }

    [Fact]
    public void Nothing_is_overdue_between_calls()
    {
        _watch.Begin(Limit);
        _watch.End();
        _clock.Advance(Limit);
        _looks.Should().Equal(false);
        _clock.PendingTimers.Should().Be(0);
    }

    [Fact]
    public void A_call_after_an_overdue_one_is_watched_again()
    {
        _watch.Begin(Limit);
        _clock.Advance(Limit);
        _watch.End();
        _watch.Begin(Limit);
        _clock.Advance(Limit);
        _looks.Should().Equal(true, true);
    }
}
