using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Nats.Connecting;

/// <summary>
/// Reads the messages of a stream from a place on, each once and in order, over any number of lost connections and servers.
/// </summary>
/// <remarks>
/// The server delivers without acknowledgements: what was on its way when a connection broke is lost. So the consumer is made anew after
/// each break, after a gap in its numbers, and when the server has forgotten it; reading goes on after the last message that was handled.
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
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Expires = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(5);

    // A server that counts a replaced message as pending never reports the end: the next consumer begins with a new count.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private const int MessagesAhead = 256;

    /// <summary>Why nothing is read at the moment, in one line; null when all is well.</summary>
    public string? Trouble { get; private set; } = "it hasn't begun yet";

    /// <summary>Reads until it is cancelled.</summary>
    /// <param name="begin">Says which message comes first, at the beginning and after each break; 0 for all.</param>
    /// <param name="handle">Takes a message.</param>
    /// <param name="caughtUp">Called whenever there is nothing more to read for now.</param>
    /// <param name="cancellationToken">Ends reading.</param>
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
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Link);
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
                // Whatever it was, it is over.
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
                throw new NatsJSException($"a message is missing after number {expected - 1} of the consumer");
            }

            expected++;
            silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await handle(Found(message, place), stop.Token).ConfigureAwait(false);
            if (place.NumPending == 0)
            {
                isBehind = false;
                await caughtUp(stop.Token).ConfigureAwait(false);
            }

            silence.Change(LimitOf(isBehind), Timeout.InfiniteTimeSpan);
        }
    }

    private static NatsJSConsumeOpts ConsumeOptions(CancellationTokenSource stop) =>
        new()
        {
            MaxMsgs = MessagesAhead,
            IdleHeartbeat = Heartbeat,
            Expires = Expires,
            NotificationHandler = (notification, _) => OnNotificationAsync(notification, stop),
        };

    private static FoundMessage Found(INatsJSMsg<byte[]> message, NatsJSMsgMetadata place)
    {
        message.Headers.TryGetLastOrNone(MessageSignature.IssuerHeader, out var issuer);
        message.Headers.TryGetLastOrNone(MessageSignature.SignatureHeader, out var signature);
        return new FoundMessage(message.Subject, place.Sequence.Stream, place.Timestamp, issuer, signature, message.Data);
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
            // Reading ended in this moment.
        }
    }

    // Nothing heard for two heartbeats: the server may have forgotten the consumer without a word.
    private static async Task OnNotificationAsync(INatsJSNotification notification, CancellationTokenSource stop)
    {
        if (notification is NatsJSTimeoutNotification)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<INatsJSConsumer> MakeConsumerAsync(ulong next, CancellationToken cancellationToken)
    {
        try
        {
            await connection.JetStream.DeleteConsumerAsync(stream, consumer, cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException e) when (e.Error.Code == 404)
        {
            // Most often it is forgotten already.
        }

        var config = new ConsumerConfig
        {
            Name = consumer,
            FilterSubject = filter,
            AckPolicy = ConsumerConfigAckPolicy.None,
            MemStorage = true,
            NumReplicas = 1,
            InactiveThreshold = ForgottenAfter,
            DeliverPolicy = next > 0 ? ConsumerConfigDeliverPolicy.ByStartSequence : ConsumerConfigDeliverPolicy.All,
            OptStartSeq = next,
        };
        return await connection.JetStream.CreateOrUpdateConsumerAsync(stream, config, cancellationToken).ConfigureAwait(false);
    }

    private void Note(string trouble)
    {
        if (Trouble != trouble)
        {
            Trouble = trouble;
            logger.NotReading(stream, consumer, SafeText.Of(trouble, 400));
        }
    }

    // Ten thousand that lost the same server must not all come back in the same moment.
    private static TimeSpan Jittered(TimeSpan delay) => delay * (0.5 + Random.Shared.NextDouble());
}
