using System.Globalization;
using System.Threading.Channels;
using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace ActiveResponse.Nats.Issuing;

/// <summary>
/// Publishes the ledger's messages that the stream lacks: many subjects concurrently, and the messages of each in sequence.
/// </summary>
internal sealed class OrderPublisher(IssuerContext issuer)
{
    private const int MostAtOnce = 256;
    private const int WrongLastSequence = 10071;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _subjects = Channel.CreateUnbounded<string>();
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private volatile TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Queues a subject that has a message to publish.</summary>
    public void Enqueue(string subject)
    {
        lock (_gate)
        {
            if (!_waiting.Add(subject) || _underWay.Contains(subject))
            {
                return;
            }
        }

        _subjects.Writer.TryWrite(subject);
    }

    /// <summary>Starts publishing: the content of the stream is known.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Pauses publishing until the content of the stream is known again.</summary>
    public void Close()
    {
        if (_open.Task.IsCompleted)
        {
            _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(MostAtOnce);
        try
        {
            await foreach (var subject in _subjects.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await _open.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                await room.WaitAsync(cancellationToken).ConfigureAwait(false);
                lock (_gate)
                {
                    _waiting.Remove(subject);
                    _underWay.Add(subject);
                }

                _ = PublishInTurnAsync(subject, room, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops; unpublished messages stay in the ledger.
        }
    }

    private async Task PublishInTurnAsync(string subject, SemaphoreSlim room, CancellationToken cancellationToken)
    {
        var isTroubled = false;
        try
        {
            await PublishAsync(subject, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            isTroubled = true;
            if (!cancellationToken.IsCancellationRequested && issuer.Connection.Trouble is null)
            {
                issuer.Logger.NotPublished(subject, SafeText.Of(e.Message, 400));
            }
        }

        if (isTroubled)
        {
            await Task.Delay(RetryDelay, issuer.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        bool again;
        lock (_gate)
        {
            _underWay.Remove(subject);
            again = _waiting.Remove(subject) || isTroubled;
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            room.Release();
            if (again)
            {
                Enqueue(subject);
            }
        }
    }

    private async Task PublishAsync(string subject, CancellationToken cancellationToken)
    {
        while (issuer.Ledger.Next(subject) is { } next)
        {
            var (message, after) = next;
            var ack = await issuer
                .Connection.JetStream.PublishAsync(
                    subject,
                    message.Body,
                    NatsRawSerializer<byte[]>.Default,
                    new NatsJSPubOpts { ExpectedLastSubjectSequence = after },
                    message.Headers(),
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (ack.Error is { ErrCode: WrongLastSequence })
            {
                await CheckAsync(subject, cancellationToken).ConfigureAwait(false);
                continue;
            }

            ack.EnsureSuccess();
            issuer.Ledger.Acknowledged(subject, message, ack.Seq);
            issuer.Meters.Published();
        }
    }

    // Another issuer was first, or the expected message has been removed.
    private async Task CheckAsync(string subject, CancellationToken cancellationToken)
    {
        var found = await issuer
            .Connection.Nats.RequestAsync<byte[], byte[]>(
                $"$JS.API.DIRECT.GET.{issuer.Connection.Subjects.OrderStream}.{subject}",
                [],
                requestSerializer: NatsRawSerializer<byte[]>.Default,
                replySerializer: NatsRawSerializer<byte[]>.Default,
                cancellationToken: cancellationToken
            )
            .ConfigureAwait(false);
        found.Headers.TryGetLastOrNone(MessageSignature.IssuerHeader, out var signer);
        found.Headers.TryGetLastOrNone(MessageSignature.SignatureHeader, out var signature);
        found.Headers.TryGetLastOrNone(MessageSignature.NoteHeader, out var note);
        found.Headers.TryGetLastOrNone("Nats-Sequence", out var text);
        _ = ulong.TryParse(text, out var sequence);
        found.Headers.TryGetLastOrNone("Nats-Time-Stamp", out var time);
        DateTimeOffset? stored = DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var at) ? at : null;
        if (!issuer.Ledger.Replaced(subject, issuer.Check.Check(subject, signer, signature, found.Data, note, out _, stored), sequence))
        {
            throw new NatsException("a server answered with an older message than one that was read before");
        }
    }
}
