using ActiveResponse.Guards;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

public sealed class ResolvedNamesTests : IDisposable
{
    private const string Name = "admin.example.net";
    private readonly ManualClock _clock = new();
    private readonly FakeResolver _resolver = new();
    private readonly GuardOptions _options = new();
    private readonly LogLines _log = new();
    private readonly ResolvedNames _names;
    private int _changes;

    public ResolvedNamesTests() =>
        _names = new ResolvedNames(
            _resolver,
            _clock,
            _options,
            _log.For<ResolvedNames>(),
            changed: () => Interlocked.Increment(ref _changes)
        );

    public void Dispose() => _names.Dispose();

    [Fact]
    public async Task Watched_names_are_resolved_before_any_order_asks_and_refreshed_without_one()
    {
        _resolver.Answer = ["198.51.100.20"];
        _names.Watch([Name, Name.ToUpperInvariant()]);
        await Until.TrueAsync(() => Changes == 1);
        _names.FindAsync(Name, CancellationToken.None).IsCompletedSuccessfully.Should().BeTrue();

        _resolver.Answer = ["198.51.100.21"];
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return Changes == 2;
        });
        (await _names.FindAsync(Name, CancellationToken.None)).Should().Equal(Some.Prefix("198.51.100.21"));
        _log.All.Should()
            .Equal($"204 Information '{Name}' now resolves to 198.51.100.20", $"204 Information '{Name}' now resolves to 198.51.100.21");
    }

    [Fact]
    public async Task Names_that_do_not_answer_delay_the_first_order_once_and_not_once_a_name()
    {
        _resolver.Hold = new TaskCompletionSource();
        string[] silent = ["a.example.net", "b.example.net", "c.example.net"];
        _names.Watch(silent);

        var first = _names.FindAsync(silent[0], CancellationToken.None).AsTask();
        await _clock.AdvanceUntilAsync(first);

        _names.FindAsync(silent[1], CancellationToken.None).IsCompleted.Should().BeTrue();
        _names.FindAsync(silent[2], CancellationToken.None).IsCompleted.Should().BeTrue();
        _resolver.Hold.SetResult();
    }

    [Fact]
    public async Task The_same_addresses_in_another_order_are_no_change()
    {
        _resolver.Answer = ["198.51.100.20", "198.51.100.21"];
        _names.Watch([Name]);
        await Until.TrueAsync(() => Changes == 1);
        _resolver.Answer = ["198.51.100.21", "198.51.100.20"];
        await ProbeAgainAsync(2);
        _resolver.Answer = ["198.51.100.20"];
        await ProbeAgainAsync(3);
        await Until.TrueAsync(() => Changes == 2);
    }

    [Fact]
    public async Task Alarms_once_until_a_name_is_resolved_and_tells_when_it_is_and_when_it_no_longer_can_be()
    {
        _names.Watch([Name]);
        await Until.TrueAsync(() => _log.Of(201) == 1);
        for (var i = 0; i < 5; i++)
        {
            (await _names.FindAsync(Name, CancellationToken.None)).Should().BeNull();
        }

        _log.All.Should().ContainSingle().Which.Should().StartWith("201 Error").And.Contain(Name);
        _resolver.Answer = ["198.51.100.20"];
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return Changes == 1;
        });
        _resolver.Answer = null;
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            return _log.Of(203) == 1;
        });
        await ProbeAgainAsync(_resolver.Asked + 1);
        (_log.Of(201), _log.Of(203), _log.Of(204)).Should().Be((1, 1, 1));
        (await _names.FindAsync(Name, CancellationToken.None)).Should().NotBeNull();
    }

    [Fact]
    public async Task An_order_that_waits_in_vain_raises_the_alarm_too()
    {
        _resolver.Hold = new TaskCompletionSource();
        var asking = _names.FindAsync(Name, CancellationToken.None).AsTask();
        await _clock.TimerOf(_options.NameDeadline);
        _clock.Advance(_options.NameDeadline);
        (await asking).Should().BeNull();
        _log.Of(201).Should().Be(1);
        _resolver.Hold.SetResult();
    }

    [Fact]
    public async Task A_name_that_fails_is_asked_for_ever_more_seldom_up_to_the_refresh_time()
    {
        _names.Watch([Name]);
        await Until.TrueAsync(() => _log.Of(201) == 1);
        for (var hour = 0; hour < 12; hour++)
        {
            var asked = _resolver.Asked;
            await ProbeAgainAsync(asked + 1);
        }

        _resolver.Asked.Should().BeInRange(13, 14);
        _clock.Advance(_options.NameRefresh - TimeSpan.FromSeconds(20));
        _resolver.Asked.Should().BeInRange(13, 14, "after so many failures it waits as long as for a good name");
    }

    [Fact]
    public async Task A_name_that_is_no_longer_listed_is_forgotten()
    {
        _resolver.Answer = ["198.51.100.20"];
        _names.Watch([Name]);
        await Until.TrueAsync(() => Changes == 1);
        _names.Watch([]);
        _clock.Advance(TimeSpan.FromHours(1));
        _resolver.Asked.Should().Be(1);
        _clock.PendingTimers.Should().Be(0);
    }

    private int Changes => Volatile.Read(ref _changes);

    /// <summary>Moves the clock until the resolver has been asked so often.</summary>
    private async Task ProbeAgainAsync(int asked) =>
        await Until.TrueAsync(() =>
        {
            if (_resolver.Asked < asked)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
            }

            return _resolver.Asked >= asked;
        });
}
