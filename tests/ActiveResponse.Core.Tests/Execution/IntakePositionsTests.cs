using ActiveResponse.Execution;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Tests.Execution;

/// <summary>When positions are stored that no record carries.</summary>
public sealed class IntakePositionsTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly DurableStore _store = new();
    private readonly IntakePositions _positions;
    private readonly IntakeProgress _source;

    public IntakePositionsTests()
    {
        _positions = new IntakePositions(_store, _clock, NullLogger<IntakePositions>.Instance);
        _source = _positions.Of("alerts")!;
    }

    public void Dispose() => _positions.Dispose();

    [Fact]
    public async Task A_host_is_woken_only_while_a_position_is_not_stored()
    {
        _clock.PendingTimers.Should().Be(0, "nothing was read yet");
        _source.Pass("1");
        _source.Pass("2");
        _clock.PendingTimers.Should().Be(1);

        await PassAsync("2");

        _clock.PendingTimers.Should().Be(0);
        _source.Pass("2");
        _clock.PendingTimers.Should().Be(0, "that is stored");
        _source.Pass("3");
        await PassAsync("3");
        _store.Commits.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_position_that_can_not_be_stored_is_tried_again()
    {
        _store.Before = static _ => throw new ResponseStoreException(StoreFailure.Full, "the disk is full");
        _source.Pass("1");
        _clock.Advance(IntakePositions.FlushDelay);
        await Until.TrueAsync(() => _clock.PendingTimers == 1);

        _store.Before = static _ => Task.CompletedTask;

        await PassAsync("1");
    }

    [Fact]
    public async Task A_position_that_comes_while_another_is_stored_is_stored_too()
    {
        _store.Before = _ =>
        {
            _store.Before = static _ => Task.CompletedTask;
            _source.Pass("2");
            return Task.CompletedTask;
        };
        _source.Pass("1");
        _clock.Advance(IntakePositions.FlushDelay);
        await Until.TrueAsync(() => _clock.PendingTimers == 1);

        await PassAsync("2");

        _store.Commits.Select(static commit => commit.Positions["alerts"]).Should().Equal("1", "2");
    }

    [Fact]
    public async Task An_alert_wakes_nobody_before_its_orders_are_on_record()
    {
        var mark = _source.Begin("1");
        mark.Expect(1);
        _clock.PendingTimers.Should().Be(0);

        mark.Settle();

        _clock.PendingTimers.Should().Be(1);
        await PassAsync("1");
    }

    private async Task PassAsync(string position)
    {
        _clock.Advance(IntakePositions.FlushDelay);
        await Until.TrueAsync(() => !_source.IsBehind);
        (await _store.FindPositionAsync("alerts", CancellationToken.None)).Should().Be(position);
    }
}
