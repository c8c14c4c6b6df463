using System.Text.Json;
using ActiveResponse.AspNetCore.Events;

namespace ActiveResponse.Tool.Control;

/// <summary>Sends events to a peer until it hangs up. A slow peer learns how many it missed; one that reads nothing is cut
/// off.</summary>
internal sealed class EventsReply(EventLog events)
{
    /// <summary>A line that says so when nothing happens: both ends notice when the other is gone.</summary>
    public const string Alive = "alive";

    private const int MostStreams = 4;
    private const int AtOnce = 256;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private int _streams;

    public async Task RunAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _streams) > MostStreams)
            {
                throw new ControlException($"{MostStreams} event streams are open, which is the limit: close one");
            }

            events.BeginReading();
            await ToEndAsync(answer, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task ToEndAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        try
        {
            await StreamAsync(answer, cancellationToken);
        }
        finally
        {
            events.EndReading();
        }
    }

    private async Task StreamAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        var place = events.Last;
        await answer.LineAsync(static json => json.WriteString("event", Alive));
        while (true)
        {
            await WithinAsync(answer.SendAsync(), cancellationToken);
            var taken = events.Take(ref place, AtOnce, out var missed, out var added);
            if (missed > 0)
            {
                await WithinAsync(answer.LineAsync(json => WriteLost(json, missed)), cancellationToken);
            }

            foreach (var entry in taken)
            {
                var data = await entry.DataAsync(cancellationToken);
                await WithinAsync(answer.LineAsync(json => WriteEvent(json, entry.Kind, data)), cancellationToken);
            }

            if (taken.Count == 0 && missed == 0 && !await IsAddedAsync(added, cancellationToken))
            {
                await answer.LineAsync(static json => json.WriteString("event", Alive));
            }
        }
    }

    private static void WriteEvent(Utf8JsonWriter json, string kind, byte[] data)
    {
        json.WriteString("event", kind);
        json.WritePropertyName("data");
        json.WriteRawValue(data);
    }

    private static void WriteLost(Utf8JsonWriter json, long missed)
    {
        json.WriteString("event", EventKinds.Lost);
        json.WriteStartObject("data");
        json.WriteNumber("missed", missed);
        json.WriteEndObject();
    }

    private static async Task<bool> IsAddedAsync(Task added, CancellationToken cancellationToken)
    {
        try
        {
            await added.WaitAsync(KeepAlive, TimeProvider.System, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // A long line is sent at once, so each may wait for the peer.
    private static async Task WithinAsync(ValueTask sending, CancellationToken cancellationToken)
    {
        try
        {
            await sending.AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new OperationCanceledException("the peer reads nothing");
        }
    }
}
