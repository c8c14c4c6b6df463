using ActiveResponse.Isolation;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Isolation;

public sealed class BoundedCallTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Returns_what_the_call_returns() =>
        (await BoundedCall.CallAsync(static _ => ValueTask.FromResult(3), Limit, _clock, CancellationToken.None)).Should().Be(3);

    [Fact]
    public async Task A_call_that_blocks_its_thread_is_left_behind_at_the_limit()
    {
        using var release = new ManualResetEventSlim();
        var calling = BoundedCall.CallAsync(
            _ =>
            {
                release.Wait(CancellationToken.None);
                return ValueTask.FromResult(3);
            },
            Limit,
            _clock,
            CancellationToken.None
        );

        _clock.Advance(Limit);

        (await calling.Invoking(static task => task).Should().ThrowAsync<TimeoutException>()).WithMessage("*within 7 s");
        release.Set();
    }

    [Fact]
    public async Task A_call_is_asked_to_stop_at_the_limit()
    {
        var calling = BoundedCall.CallAsync(HangAsync, Limit, _clock, CancellationToken.None);

        _clock.Advance(Limit);

        await calling.Invoking(static task => task).Should().ThrowAsync<TimeoutException>();
    }

    [Fact]
    public async Task Its_caller_can_cancel_it()
    {
        using var cancel = new CancellationTokenSource();
        var calling = BoundedCall.CallAsync(HangAsync, Limit, _clock, cancel.Token);

        await cancel.CancelAsync();

        await calling.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_cancellation_of_its_own_is_no_timeout()
    {
        var call = () =>
            BoundedCall.CallAsync<int>(static _ => throw new OperationCanceledException("mine"), Limit, _clock, CancellationToken.None);

        (await call.Should().ThrowAsync<OperationCanceledException>()).WithMessage("mine");
    }

    [Fact]
    public async Task A_place_that_comes_free_too_late_is_none()
    {
        using var places = new SemaphoreSlim(0);
        var waiting = places.TryWaitAsync(Limit, _clock, CancellationToken.None).AsTask();

        _clock.Advance(Limit);

        (await waiting).Should().BeFalse();
        places.Release();
        (await places.TryWaitAsync(Limit, _clock, CancellationToken.None)).Should().BeTrue();
    }

    private static async ValueTask<int> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }
}
