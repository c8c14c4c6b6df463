using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Nats.Connecting;

/// <summary>
/// Reads the messages of a stream from a position on, each once and in order, across reconnects and server restarts.
/// </summary>
/// <remarks>
/// The server delivers without acknowledgements, so messages in flight are lost with a connection. After each break, after a gap in the
/// consumer's sequence numbers, and after the server has dropped the consumer, a new consumer continues after the last handled message.
/// </remarks>
internal sealed class StreamFollower(
    FleetConnection connection,
    string stream,
    string consumer,
    string filter,
    TimeProvider clock,
    ILogger logger
)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);

    // Server 2.9 drops a pull request silently when a message arrives at the moment the request expires, and sends nothing until
    // the client misses heartbeats. At 60 s, that delayed one message in ten thousand by up to half a minute.
    private static readonly TimeSpan Expires = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(5);

    // A server that counts a replaced message as pending never reports the end: a new consumer starts with a new count.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private const int MessagesAhead = 256;

    private CancellationToken _link;
    private bool _deleteFirst;

    /// <summary>Why nothing is being read, in one line; null if all is well.</summary>
    public string? Trouble { get; private set; } = "not started yet";

    /// <summary>Reads until canceled.</summary>
    /// <param name="begin">Returns the sequence number to start at, initially and after each break; 0 for all messages.</param>
    /// <param name="handle">Handles a message.</param>
    /// <param name="caughtUp">Called whenever no more messages are pending.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task RunAsync(
        Func<CancellationToken, ValueTask<ulong>> begin,
        Func<FoundMessage, CancellationToken, ValueTask> handle,
        Func<CancellationToken, ValueTask> caughtUp,
        CancellationToken cancellationToken
    )
    {
        var delay = FirstDelay;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                var link = connection.Link;
                _deleteFirst &= _link == link;
                _link = link;
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, link);
                var next = await begin(stop.Token).ConfigureAwait(false);
                await ReadAsync(next, handle, caughtUp, () => delay = FirstDelay, stop).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (e is not OperationCanceledException)
                {
                    Note(e.Message);
                }

                await Task.Delay(Jittered(delay), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
            catch (Exception)
            {
                // Canceled; the exception no longer matters.
                return;
            }
        }
    }

    private async Task ReadAsync(
        ulong next,
        Func<FoundMessage, CancellationToken, ValueTask> handle,
        Func<CancellationToken, ValueTask> caughtUp,
        Action progressed,
        CancellationTokenSource stop
    )
    {
        var made = await MakeConsumerAsync(next, stop.Token).ConfigureAwait(false);
        var end = await StreamEnd.FindAsync(connection, stream, filter, stop.Token).ConfigureAwait(false);
        Trouble = null;
        var isBehind = made.Info.NumPending > 0;
        if (!isBehind)
        {
            await caughtUp(stop.Token).ConfigureAwait(false);
        }

        using var silence = clock.CreateTimer(static state => Stop(state!), stop, LimitOf(isBehind), Timeout.InfiniteTimeSpan);

        progressed();
        var options = ConsumeOptions(stop);
        ulong expected = 1;
        await foreach (var message in made.ConsumeAsync(NatsRawSerializer<byte[]>.Default, options, stop.Token).ConfigureAwait(false))
        {
            if (message.Metadata is not { } place || place.Sequence.Consumer != expected)
            {
                throw new NatsJSException($"the consumer missed a message after number {expected - 1}");
            }

            expected++;
            silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await handle(Found(message, place), stop.Token).ConfigureAwait(false);
            if (await end.IsReachedAsync(place, stop.Token).ConfigureAwait(false))
            {
                isBehind = false;
                await caughtUp(stop.Token).ConfigureAwait(false);
            }

            silence.Change(LimitOf(isBehind), Timeout.InfiniteTimeSpan);
        }
    }

    private NatsJSConsumeOpts ConsumeOptions(CancellationTokenSource stop) =>
        new()
        {
            MaxMsgs = MessagesAhead,
            IdleHeartbeat = connection.Heartbeat,
            Expires = Expires,
            NotificationHandler = (notification, _) => OnNotificationAsync(notification, stop),
        };

    private static FoundMessage Found(INatsJSMsg<byte[]> message, NatsJSMsgMetadata place)
    {
        message.Headers.TryGetLastOrNone(MessageSignature.IssuerHeader, out var issuer);
        message.Headers.TryGetLastOrNone(MessageSignature.SignatureHeader, out var signature);
        message.Headers.TryGetLastOrNone(MessageSignature.NoteHeader, out var note);
        return new FoundMessage(message.Subject, place.Sequence.Stream, place.Timestamp, issuer, signature, message.Data, note);
    }

    private static TimeSpan LimitOf(bool isBehind) => isBehind ? LongestSilence : Timeout.InfiniteTimeSpan;

    private static void Stop(object source)
    {
        try
        {
            ((CancellationTokenSource)source).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Reading has just ended.
        }
    }

    // Two heartbeats were missed: the server may have dropped the consumer silently.
    private static async Task OnNotificationAsync(INatsJSNotification notification, CancellationTokenSource stop)
    {
        if (notification is NatsJSTimeoutNotification)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<INatsJSConsumer> MakeConsumerAsync(ulong next, CancellationToken cancellationToken)
    {
        if (!_deleteFirst && await TryCreateAsync(next, cancellationToken).ConfigureAwait(false) is { } made)
        {
            return made;
        }

        try
        {
            await connection.Readers.DeleteConsumerAsync(stream, consumer, cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException e) when (e.Error.Code == 404)
        {
            // The server has usually dropped it already.
        }

        return await CreateAsync(next, cancellationToken).ConfigureAwait(false);
    }

    // Thousands that come back to a server must not ask it for more than they need, and most often it knows no consumer of theirs.
    private async Task<INatsJSConsumer?> TryCreateAsync(ulong next, CancellationToken cancellationToken)
    {
        // One that was on a server of a cluster that died is neither made nor refused until it is deleted.
        _deleteFirst = true;
        try
        {
            var made = await CreateAsync(next, cancellationToken).ConfigureAwait(false);
            return made.Info.Delivered.ConsumerSeq == 0 ? made : null;
        }
        catch (NatsJSApiException e) when (e.Error.Code != 404)
        {
            // One of this name is there that begins elsewhere.
            return null;
        }
    }

    private ValueTask<INatsJSConsumer> CreateAsync(ulong next, CancellationToken cancellationToken) =>
        connection.Readers.CreateOrUpdateConsumerAsync(
            stream,
            new ConsumerConfig
            {
                Name = consumer,
                FilterSubject = filter,
                AckPolicy = ConsumerConfigAckPolicy.None,
                MemStorage = true,
                NumReplicas = 1,
                InactiveThreshold = ForgottenAfter,
                DeliverPolicy = next > 0 ? ConsumerConfigDeliverPolicy.ByStartSequence : ConsumerConfigDeliverPolicy.All,
                OptStartSeq = next,
            },
            cancellationToken
        );

    private void Note(string trouble)
    {
        if (Trouble != trouble)
        {
            Trouble = trouble;
            logger.NotReading(stream, consumer, SafeText.Of(trouble, 400));
        }
    }

    // Ten thousand agents that lost the same server must not reconnect all at once.
    private static TimeSpan Jittered(TimeSpan delay) => delay * (0.5 + Random.Shared.NextDouble());
}
