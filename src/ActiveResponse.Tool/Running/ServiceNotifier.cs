using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ActiveResponse.Tool.Running;

/// <summary>Notifies systemd that the service is ready and stopping (<c>Type=notify</c>), and that it is alive
/// (<c>WatchdogSec=</c>).</summary>
/// <param name="path">The socket, from <c>NOTIFY_SOCKET</c>; one that begins with @ is abstract.</param>
/// <param name="watchdog">The longest time between two signs of life; null for none.</param>
internal sealed class ServiceNotifier(string path, TimeSpan? watchdog) : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>The notifier of this process; null if systemd didn't start it, or doesn't wait for it.</summary>
    public static ServiceNotifier? OfThisProcess() =>
        OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 1 } path && path[0] is '/' or '@'
            ? new ServiceNotifier(path, Watchdog())
            : null;

    /// <summary>Reports that the service is ready, and from now on that it is alive.</summary>
    /// <param name="isAlive">Completes while the service works; while it doesn't complete, no sign of life is given.</param>
    public void Ready(Func<CancellationToken, Task> isAlive)
    {
        Send("READY=1");
        if (watchdog is { } limit)
        {
            _watching = WatchAsync(limit / 2, isAlive);
        }
    }

    /// <summary>Reports that the service stops; signs of life go on meanwhile.</summary>
    public void Stopping() => Send("STOPPING=1");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _socket.Dispose();
    }

    private async Task WatchAsync(TimeSpan interval, Func<CancellationToken, Task> isAlive)
    {
        while (true)
        {
            await isAlive(_end.Token).WaitAsync(_end.Token);
            Send("WATCHDOG=1");
            await Task.Delay(interval, TimeProvider.System, _end.Token);
        }
    }

    private void Send(string state)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
        }
        catch (Exception e) when (e is SocketException or ArgumentException or ObjectDisposedException)
        {
            // Nobody listens: systemd decides by itself what that means.
        }
    }

    // Meant for this process alone, if it is named.
    private static TimeSpan? Watchdog()
    {
        var process = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        var isOurs = string.IsNullOrEmpty(process) || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return
            isOurs
            && long.TryParse(
                Environment.GetEnvironmentVariable("WATCHDOG_USEC"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var microseconds
            )
            && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }
}
