using System.Net.Sockets;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Tool.Control;

/// <summary>Serves requests at a socket, one per connection. No peer can end it.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly Func<ControlRequest, ReplyWriter, CancellationToken, Task> _handle;
    private readonly ControlLimits _limits;
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="listener">The socket; closed with this.</param>
    /// <param name="handle">Carries out a request and writes the reply except for its last line; exceptions become the reply's
    /// error.</param>
    /// <param name="limits">The limits of a peer.</param>
    public ControlServer(Socket listener, Func<ControlRequest, ReplyWriter, CancellationToken, Task> handle, ControlLimits limits)
    {
        (_listener, _handle, _limits, _free) = (listener, handle, limits, new SemaphoreSlim(limits.Connections));
        _accepting = Task.Run(AcceptAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        for (var i = 0; i < _limits.Connections; i++)
        {
            await _free.WaitAsync();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            await _free.WaitAsync(_stop.Token);
            try
            {
                _ = ServeAsync(await _listener.AcceptAsync(_stop.Token));
            }
            catch (SocketException)
            {
                // E.g. no descriptor is free: others will be.
                _free.Release();
                await Task.Delay(RestAfterFailure, TimeProvider.System, _stop.Token);
            }
            catch
            {
                _free.Release();
                throw;
            }
        }
    }

    private async Task ServeAsync(Socket peer)
    {
        try
        {
            using (peer)
            {
                await using var stream = new NetworkStream(peer);
                if (PeerCredentials.MayAsk(peer) || (_limits.Group is { } group && PeerCredentials.IsMember(peer, group.Id)))
                {
                    await ReplyAsync(stream, PeerCredentials.UserOf(peer));
                }
                else
                {
                    using var patience = new CancellationTokenSource(_limits.Request, TimeProvider.System);
                    await new ReplyWriter(stream, patience.Token).FailAsync(
                        "the agent serves only root and its own user"
                            + (_limits.Group is null ? "" : $", and the group {_limits.Group.Name}")
                            + ": call it as one of them"
                    );
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The peer is gone, slow or stuck, or we are stopping.
        }
        finally
        {
            _free.Release();
        }
    }

    // Events come until the peer hangs up.
    private TimeSpan LimitOf(ControlRequest request) =>
        request.Command == ControlCommands.Events ? Timeout.InfiniteTimeSpan : _limits.Reply;

    private async Task ReplyAsync(NetworkStream stream, uint? user)
    {
        ReadOnlyMemory<byte> line;
        using (var patience = new CancellationTokenSource(_limits.Request, TimeProvider.System))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token))
        {
            line = await RequestLine.ReadAsync(stream, ControlRequest.MaxLength, either.Token);
        }

        var problem = ControlRequest.TryRead(line, out var request);

        using var limit = new CancellationTokenSource(LimitOf(request), TimeProvider.System);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        var answer = new ReplyWriter(stream, deadline.Token);
        if (problem is not null)
        {
            await answer.FailAsync(problem);
            return;
        }

        try
        {
            await _handle(Requester.OnRecord(request, user), answer, deadline.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            using var grace = new CancellationTokenSource(_limits.Request, TimeProvider.System);
            await new ReplyWriter(stream, grace.Token).FailAsync(
                $"it takes longer than {_limits.Reply.TotalSeconds:0} s; work in progress continues"
            );
            return;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await answer.FailAsync(SafeText.Of(e.Message, 1000));
            return;
        }

        await answer.DoneAsync();
    }
}
