using System.Globalization;
using System.Net.Sockets;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>One Unix datagram queue of a manager. Sends messages in order; thread-safe.</summary>
/// <param name="path">The socket's path.</param>
/// <param name="reader">Its reader, e.g. <c>remoted</c>.</param>
/// <param name="waitAtMost">How long a message waits while the queue is full or its reader away.</param>
/// <param name="time">The clock.</param>
internal sealed class QueueSocket(string path, string reader, TimeSpan waitAtMost, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Socket? _socket;
    private bool _waitedInVain;

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message; a NUL is appended.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Null if the queue accepted it, otherwise the reason.</returns>
    public async ValueTask<string?> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        byte[] datagram = [.. message.Span, 0];
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var waited = TimeSpan.Zero;
            for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
            {
                var (problem, mayPass) = TrySend(datagram);
                if (problem is null || !mayPass || _waitedInVain || waited >= waitAtMost)
                {
                    _waitedInVain = problem is not null && mayPass;
                    return problem is null || waited == TimeSpan.Zero
                        ? problem
                        : string.Create(CultureInfo.InvariantCulture, $"{problem}, also after {waited.TotalSeconds:0.###} s");
                }

                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks, (waitAtMost - waited).Ticks));
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                waited += pause;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The state of the queue: whether it exists, may be written to, and has a reader. Sends nothing.</summary>
    public PlaceStanding Check()
    {
        try
        {
            Connect().Dispose();
            return new PlaceStanding(path, IsFine: true, $"{reader} reads it");
        }
        catch (SocketException e)
        {
            return new PlaceStanding(path, IsFine: false, Explain(e).Problem);
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _turn.Dispose();
    }

    private (string? Problem, bool MayPass) TrySend(byte[] datagram)
    {
        // A restarted manager has created its socket anew: the connection to the old one is useless.
        var wasConnected = _socket is not null;
        var (problem, mayPass, isConnected) = TrySendOnce(datagram);
        return problem is not null && wasConnected && !isConnected ? Two(TrySendOnce(datagram)) : (problem, mayPass);
    }

    private (string? Problem, bool MayPass, bool IsConnected) TrySendOnce(byte[] datagram)
    {
        try
        {
            _socket ??= Connect();
            _socket.Send(datagram);
            return (null, true, true);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            return ($"'{path}' is full: {reader} doesn't read fast enough", true, true);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"'{path}' doesn't accept {datagram.Length} bytes at once"), false, true);
        }
        catch (SocketException e)
        {
            _socket?.Dispose();
            _socket = null;
            return Explain(e);
        }
    }

    private (string Problem, bool MayPass, bool IsConnected) Explain(SocketException error) =>
        error.SocketErrorCode switch
        {
            SocketError.AccessDenied => ($"this user may not write to '{path}': run as root, or in the group that owns it", false, false),
            _ when !File.Exists(path) => (
                $"'{path}' doesn't exist: the manager's {reader} isn't running, or the folder is wrong",
                true,
                false
            ),
            SocketError.ConnectionRefused or SocketError.NotConnected or SocketError.ConnectionReset => (
                $"nothing reads '{path}': the manager's {reader} has stopped",
                true,
                false
            ),
            _ => ($"'{path}' can't be written to: {error.Message}", false, false),
        };

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static (string? Problem, bool MayPass) Two((string? Problem, bool MayPass, bool IsConnected) all) => (all.Problem, all.MayPass);
}
