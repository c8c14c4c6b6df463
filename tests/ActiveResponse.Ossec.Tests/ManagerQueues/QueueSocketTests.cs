using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.ManagerQueues;

public sealed class QueueSocketTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("arq-");
    private readonly ManualClock _clock = new();
    private readonly QueueSocket _queue;

    public QueueSocketTests() => _queue = new QueueSocket(SocketPath, "ossec-remoted", Limit, _clock);

    private string SocketPath => Path.Combine(_folder.FullName, "ar");

    public void Dispose()
    {
        _queue.Dispose();
        _folder.Delete(recursive: true);
    }

    [LinuxFact]
    public async Task A_message_arrives_with_a_NUL_behind_it()
    {
        using var reader = new QueueReader(SocketPath);
        (await SendAsync("one")).Should().BeNull();
        (await SendAsync("zwei ü")).Should().BeNull();
        reader.Next().Should().Be("one\0");
        reader.Next().Should().Be("zwei ü\0");
    }

    [LinuxFact]
    public async Task A_full_queue_is_waited_for()
    {
        using var reader = new QueueReader(SocketPath);
        var sent = await FillAsync();
        var waiting = SendAsync("last").AsTask();
        waiting.IsCompleted.Should().BeFalse();
        reader.Next().Should().Be("0\0");
        await _clock.AdvanceUntilAsync(waiting);
        (await waiting).Should().BeNull();
        for (var i = 1; i < sent; i++)
        {
            reader.Next().Should().Be($"{i}\0");
        }

        reader.Next().Should().Be("last\0");
    }

    [LinuxFact]
    public async Task A_queue_that_stays_full_is_given_up_and_the_next_order_does_not_wait()
    {
        using var reader = new QueueReader(SocketPath);
        await FillAsync();
        var waiting = SendAsync("in vain").AsTask();
        await _clock.AdvanceUntilAsync(waiting);
        (await waiting).Should().Contain("is full").And.Contain("ossec-remoted").And.Contain("5 s");
        _clock.GetUtcNow().Should().Be(new ManualClock().GetUtcNow() + Limit);

        (await SendAsync("at once")).Should().Contain("is full", "the clock stands still, so it can't have waited");
        reader.Next();
        (await SendAsync("through")).Should().BeNull();
        await FillAsync();
        var again = SendAsync("waits again").AsTask();
        again.IsCompleted.Should().BeFalse();
        reader.Next();
        await _clock.AdvanceUntilAsync(again);
        (await again).Should().BeNull();
    }

    [LinuxFact]
    public async Task A_missing_socket_is_told_as_such()
    {
        var waiting = SendAsync("x").AsTask();
        await _clock.AdvanceUntilAsync(waiting);
        (await waiting).Should().Contain($"'{SocketPath}' doesn't exist").And.Contain("isn't running");
    }

    [LinuxFact]
    public async Task A_socket_nobody_reads_is_told_as_such()
    {
        new QueueReader(SocketPath).Dispose();
        if (!File.Exists(SocketPath))
        {
            // The runtime unlinks what it has bound; a daemon that was killed does not.
            await File.WriteAllTextAsync(SocketPath, "");
        }

        var waiting = SendAsync("x").AsTask();
        await _clock.AdvanceUntilAsync(waiting);
        (await waiting).Should().Contain("nothing reads").And.Contain("has stopped");
    }

    [LinuxFact]
    public async Task A_manager_that_comes_back_is_found_within_the_limit()
    {
        var waiting = SendAsync("x").AsTask();
        waiting.IsCompleted.Should().BeFalse();
        using var reader = new QueueReader(SocketPath);
        await _clock.AdvanceUntilAsync(waiting);
        (await waiting).Should().BeNull();
        reader.Next().Should().Be("x\0");
    }

    [LinuxFact]
    public async Task A_manager_that_was_restarted_is_found_at_once()
    {
        var old = new QueueReader(SocketPath);
        (await SendAsync("one")).Should().BeNull();
        old.Dispose();
        using var reader = new QueueReader(SocketPath);
        (await SendAsync("two")).Should().BeNull();
        reader.Next().Should().Be("two\0");
    }

    [LinuxFact]
    public async Task What_is_too_long_for_the_socket_is_refused_without_waiting()
    {
        using var reader = new QueueReader(SocketPath);
        (await SendAsync(new string('a', 4_000_000))).Should().Contain("doesn't accept 4000001 bytes");
        (await SendAsync("short")).Should().BeNull();
    }

    [LinuxFact]
    public async Task Waiting_ends_when_told()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _queue.SendAsync("x"u8.ToArray(), stop.Token).AsTask();
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    private ValueTask<string?> SendAsync(string message) =>
        _queue.SendAsync(System.Text.Encoding.UTF8.GetBytes(message), CancellationToken.None);

    // The kernel takes as many as net.unix.max_dgram_qlen says.
    private async Task<int> FillAsync()
    {
        using var filler = new QueueSocket(SocketPath, "nobody", TimeSpan.Zero, _clock);
        for (var i = 0; ; i++)
        {
            if (await filler.SendAsync(System.Text.Encoding.UTF8.GetBytes($"{i}"), CancellationToken.None) is not null)
            {
                return i;
            }
        }
    }
}
