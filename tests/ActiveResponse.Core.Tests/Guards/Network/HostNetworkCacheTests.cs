using ActiveResponse.Guards.Network;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards.Network;

public sealed class HostNetworkCacheTests : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);
    private readonly ManualClock _clock = new();
    private readonly Reader _reader = new();
    private readonly HostNetworkCache _cache;

    public HostNetworkCacheTests() => _cache = new HostNetworkCache(_reader, _clock, MaxAge, static _ => null);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Is_read_once_for_many_orders()
    {
        for (var i = 0; i < 1000; i++)
        {
            (await OwnAsync()).Should().Be("192.0.2.1");
        }

        _reader.Reads.Should().Be(1);
        _cache.CurrentAsync(CancellationToken.None).IsCompletedSuccessfully.Should().BeTrue("a cached lookup doesn't wait");
    }

    [Fact]
    public async Task Is_never_older_than_allowed()
    {
        await OwnAsync();
        _reader.Own = "192.0.2.2";
        _clock.Advance(MaxAge);
        (await OwnAsync()).Should().Be("192.0.2.2");
    }

    [Fact]
    public async Task Is_read_behind_the_scenes_after_half_of_its_age()
    {
        await OwnAsync();
        _reader.Own = "192.0.2.2";
        _reader.Hold = new TaskCompletionSource();
        _clock.Advance(MaxAge / 2);
        (await OwnAsync()).Should().Be("192.0.2.1", "no order waits for it");
        await Until.TrueAsync(() => _reader.Reads == 2);
        _reader.Hold.SetResult();
        await Until.TrueAsync(async () => await OwnAsync() == "192.0.2.2");
    }

    [Fact]
    public async Task A_change_is_known_to_the_next_order()
    {
        await OwnAsync();
        _reader.Own = "192.0.2.2";
        _cache.Changed();
        (await OwnAsync()).Should().Be("192.0.2.2");
    }

    [Fact]
    public async Task What_the_system_has_told_of_before_an_order_came_is_known_to_it()
    {
        var events = new Events();
        using var cache = new HostNetworkCache(_reader, _clock, MaxAge, _ => events);
        await cache.CurrentAsync(CancellationToken.None);
        _reader.Own = "192.0.2.2";
        events.Next = true;

        (await cache.CurrentAsync(CancellationToken.None)).Own.Addresses.Single().ToString().Should().Be("192.0.2.2");

        cache.Dispose();
        events.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Tells_when_something_else_is_to_be_protected_and_only_then()
    {
        var renewals = 0;
        using var cache = new HostNetworkCache(
            _reader,
            _clock,
            MaxAge,
            static _ => null,
            changed: () => Interlocked.Increment(ref renewals)
        );
        await cache.CurrentAsync(CancellationToken.None);
        cache.Changed();
        await cache.CurrentAsync(CancellationToken.None);
        renewals.Should().Be(0);

        _reader.Own = "192.0.2.2";
        cache.Changed();
        await cache.CurrentAsync(CancellationToken.None);
        renewals.Should().Be(1);
    }

    [Fact]
    public async Task A_change_during_a_read_is_read_again()
    {
        _reader.Hold = new TaskCompletionSource();
        var asking = OwnAsync();
        await Until.TrueAsync(() => _reader.Reads == 1);
        _reader.OwnAfterRead = "192.0.2.2";
        _cache.Changed();
        _reader.Hold.SetResult();
        (await asking).Should().Be("192.0.2.2");
        _reader.Reads.Should().Be(2);
    }

    [Fact]
    public async Task A_reader_that_fails_fails_the_order_and_is_asked_again()
    {
        _reader.Throws = true;
        await FluentActions.Awaiting(OwnAsync).Should().ThrowAsync<InvalidOperationException>();
        _reader.Throws = false;
        (await OwnAsync()).Should().Be("192.0.2.1");
    }

    private async Task<string> OwnAsync() => (await _cache.CurrentAsync(CancellationToken.None)).Own.Addresses.Single().ToString();

    private sealed class Events : INetworkEvents
    {
        public bool Next { get; set; }

        public bool IsDisposed { get; private set; }

        public bool HaveCome()
        {
            var next = Next;
            Next = false;
            return next;
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Reader : IHostNetworkReader
    {
        private int _reads;

        public string Own { get; set; } = "192.0.2.1";

        public string? OwnAfterRead { get; set; }

        public bool Throws { get; set; }

        public TaskCompletionSource? Hold { get; set; }

        public int Reads => Volatile.Read(ref _reads);

        public HostNetwork Read(HostNetwork previous)
        {
            var own = Own;
            Interlocked.Increment(ref _reads);
            Hold?.Task.Wait();
            Own = OwnAfterRead ?? Own;
            return Throws ? throw new InvalidOperationException("broken") : new HostNetwork { Own = new AddressSet([Some.Prefix(own)]) };
        }
    }
}
